import type { Settings, SettingsChange } from '../../bridge/settings.ts';
import { text } from '../text.ts';
import { EndpointForm } from './EndpointForm.tsx';

export interface UploadSettingsProps {
  readonly settings: Settings;
  readonly onChange: (change: SettingsChange) => Promise<void>;
}

/** Where encrypted files are uploaded. */
export function UploadSettings({ settings, onChange }: UploadSettingsProps) {
  return (
    <EndpointForm
      fields={{
        uploadUrl: { label: text('uploadUrl'), hint: text('uploadUrlHint'), url: settings.uploadUrl },
      }}
      onSave={onChange}
      save={text('uploadUrlSave')}
      title={text('settingsFiles')}
    />
  );
}
