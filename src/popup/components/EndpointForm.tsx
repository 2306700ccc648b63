import { useState } from 'preact/hooks';
import { isEndpointUrl } from '../../bridge/endpointUrl.ts';
import { failureOf } from '../models/failure.ts';
import { text } from '../text.ts';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';

export interface EndpointField {
  readonly label: string;
  readonly hint?: string;
  /** As it is stored; empty where none is set. */
  readonly url: string;
}

export interface EndpointFormProps<K extends string> {
  readonly title: string;
  /** What is asked of whom, before the fields. */
  readonly lead?: string;
  readonly fields: Readonly<Record<K, EndpointField>>;
  /** What stands between the fields and the button. */
  readonly note?: string;
  readonly save: string;
  readonly onSave: (urls: Readonly<Record<K, string>>) => Promise<void>;
}

const isAllowed = (url: string): boolean => url === '' || isEndpointUrl(url);

/** Addresses of servers that the extension is to ask: none of them is set until the person says so. */
export function EndpointForm<K extends string>(props: EndpointFormProps<K>) {
  const { title, lead, fields, note, save, onSave } = props;
  const names = Object.keys(fields) as K[];
  const [typed, setTyped] = useState<Partial<Record<K, string>>>({});
  const [isRefused, setRefused] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<{ readonly isSaved: boolean; readonly sentence: string }>();
  const urlOf = (name: K): string => (typed[name] ?? fields[name].url).trim();
  const isChanged = names.some((name) => urlOf(name) !== fields[name].url);

  async function submit(): Promise<void> {
    // Not before: half an address is not yet a wrong one.
    const isWrong = !names.every((name) => isAllowed(urlOf(name)));
    setRefused(isWrong);
    if (isWrong) return;
    setBusy(true);
    try {
      await onSave(Object.fromEntries(names.map((name) => [name, urlOf(name)])) as Record<K, string>);
      setOutcome({ isSaved: true, sentence: text('endpointsSaved') });
    } catch (error) {
      setOutcome({ isSaved: false, sentence: failureOf(error).sentence });
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="settings__group"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 class="settings__title">{title}</h2>
      {lead !== undefined && <p class="field__hint">{lead}</p>}
      {names.map((name) => (
        <Field
          error={isRefused && !isAllowed(urlOf(name)) ? text('errorInvalidUrl') : undefined}
          key={name}
          label={fields[name].label}
          maxLength={512}
          mono
          onInput={(value) => {
            setTyped({ ...typed, [name]: value });
            setRefused(false);
            setOutcome(undefined);
          }}
          value={typed[name] ?? fields[name].url}
          {...(fields[name].hint !== undefined && { hint: fields[name].hint })}
        />
      ))}
      {note !== undefined && <p class="field__hint">{note}</p>}
      <Button busy={isBusy} disabled={!isChanged} type="submit" wide>
        {save}
      </Button>
      <p
        class={outcome === undefined ? 'visually-hidden' : outcome.isSaved ? 'field__hint' : 'field__error'}
        role="status"
      >
        {outcome?.sentence}
      </p>
    </form>
  );
}
