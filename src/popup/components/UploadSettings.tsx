import { useState } from 'preact/hooks';
import { isEndpointUrl } from '../../bridge/endpointUrl.ts';
import type { Settings } from '../../bridge/settings.ts';
import type { AppModel } from '../models/appModel.ts';
import { failureOf } from '../models/failure.ts';
import { text } from '../text.ts';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';

export interface UploadSettingsProps {
  readonly app: AppModel;
  readonly settings: Settings;
}

/** Where encrypted files are uploaded. */
export function UploadSettings({ app, settings }: UploadSettingsProps) {
  const [url, setUrl] = useState(settings.uploadUrl);
  const [error, setError] = useState<string>();
  const next = url.trim();

  async function save(): Promise<void> {
    if (next !== '' && !isEndpointUrl(next)) {
      setError(text('uploadUrlInvalid'));
      return;
    }
    try {
      await app.updateSettings({ uploadUrl: next });
    } catch (failure) {
      setError(failureOf(failure).sentence);
    }
  }

  return (
    <form
      class="settings__group"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 class="settings__title">{text('settingsFiles')}</h2>
      <Field
        error={error}
        hint={text('uploadUrlHint')}
        label={text('uploadUrl')}
        maxLength={512}
        mono
        onInput={(value) => {
          setUrl(value);
          setError(undefined);
        }}
        value={url}
      />
      {next !== settings.uploadUrl && <Button type="submit">{text('uploadUrlSave')}</Button>}
    </form>
  );
}
