import type { Settings, SettingsChange } from '../../bridge/settings.ts';
import { text } from '../text.ts';
import { EndpointForm } from './EndpointForm.tsx';

export interface NamesSettingsProps {
  readonly settings: Settings;
  readonly onChange: (change: SettingsChange) => Promise<void>;
}

/** Where names are looked up: nowhere until the person says so, with what it tells to whom beside it. */
export function NamesSettings({ settings, onChange }: NamesSettingsProps) {
  return (
    <EndpointForm
      fields={{
        namesRpcUrl: {
          label: text('namesEndpoint'),
          hint: text('namesEndpointHint'),
          url: settings.namesRpcUrl,
        },
        baseNamesRpcUrl: { label: text('namesBaseEndpoint'), url: settings.baseNamesRpcUrl },
      }}
      lead={text('namesLead')}
      note={text('namesLimits')}
      onSave={onChange}
      save={text('namesSave')}
      title={text('namesTitle')}
    />
  );
}
