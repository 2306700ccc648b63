import { useState } from 'preact/hooks';
import { isEndpointUrl } from '../../bridge/endpointUrl.ts';
import type { Settings, SettingsChange } from '../../bridge/settings.ts';
import { failureOf } from '../models/failure.ts';
import { text } from '../text.ts';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';

export interface NamesSettingsProps {
  readonly settings: Settings;
  readonly onChange: (change: SettingsChange) => Promise<void>;
}

const isAllowed = (url: string): boolean => url === '' || isEndpointUrl(url);

/** Where names are looked up: nowhere until the person says so, with what it tells to whom beside it. */
export function NamesSettings({ settings, onChange }: NamesSettingsProps) {
  const [ethereum, setEthereum] = useState(settings.namesRpcUrl);
  const [base, setBase] = useState(settings.baseNamesRpcUrl);
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<{ readonly saved: boolean; readonly sentence: string }>();
  const urls = { namesRpcUrl: ethereum.trim(), baseNamesRpcUrl: base.trim() };
  const isChanged =
    urls.namesRpcUrl !== settings.namesRpcUrl || urls.baseNamesRpcUrl !== settings.baseNamesRpcUrl;
  const problem = (url: string) => (isAllowed(url) ? undefined : text('namesEndpointInvalid'));

  async function save(): Promise<void> {
    setBusy(true);
    try {
      await onChange(urls);
      setOutcome({ saved: true, sentence: text('namesSaved') });
    } catch (error) {
      setOutcome({ saved: false, sentence: failureOf(error).sentence });
    } finally {
      setBusy(false);
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
      <h2 class="settings__title">{text('namesTitle')}</h2>
      <p class="field__hint">{text('namesLead')}</p>
      <Field
        error={problem(urls.namesRpcUrl)}
        hint={text('namesEndpointHint')}
        label={text('namesEndpoint')}
        maxLength={512}
        mono
        onInput={(value) => {
          setEthereum(value);
          setOutcome(undefined);
        }}
        value={ethereum}
      />
      <Field
        error={problem(urls.baseNamesRpcUrl)}
        label={text('namesBaseEndpoint')}
        maxLength={512}
        mono
        onInput={(value) => {
          setBase(value);
          setOutcome(undefined);
        }}
        value={base}
      />
      <p class="field__hint">{text('namesLimits')}</p>
      <Button busy={isBusy} disabled={!isChanged || !Object.values(urls).every(isAllowed)} type="submit" wide>
        {text('namesSave')}
      </Button>
      {outcome !== undefined && (
        <p class={outcome.saved ? 'field__hint' : 'field__error'} role="status">
          {outcome.sentence}
        </p>
      )}
    </form>
  );
}
