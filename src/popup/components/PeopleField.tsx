import { useSignal } from '@preact/signals';
import { useContext, useRef } from 'preact/hooks';
import { NamesContext } from '../models/namesContext.ts';
import type { PeoplePicker, PickedPerson } from '../models/peoplePicker.ts';
import { shortAddress, shortInboxId } from '../models/shortId.ts';
import { text } from '../text.ts';
import { Avatar } from './Avatar.tsx';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';

export interface PeopleFieldProps {
  readonly picker: PeoplePicker;
  readonly autoFocus?: boolean;
}

/** Enter adds who was typed; what is pasted with spaces or line ends between is taken apart at once. */
export function PeopleField({ picker, autoFocus = false }: PeopleFieldProps) {
  const typed = useSignal('');
  const frame = useRef<HTMLDivElement>(null);
  const people = picker.people.value;

  function take(): void {
    picker.add(typed.value);
    typed.value = '';
  }

  function add(): void {
    take();
    frame.current?.querySelector('input')?.focus();
  }

  return (
    <div class="people" ref={frame}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in the field adds, and does not send the form */}
      <div
        class="people__field"
        // Who goes on to the next field means whom they have typed, too.
        onFocusOut={take}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.isComposing || !(event.target instanceof HTMLInputElement))
            return;
          event.preventDefault();
          add();
        }}
      >
        <Field
          autoFocus={autoFocus}
          hint={text('pickHint')}
          label={text('pickLabel')}
          maxLength={20_000}
          mono
          onInput={(value) => {
            typed.value = value;
            if (/[\s,;]/u.test(value.trim())) add();
          }}
          value={typed.value}
        />
        <Button onClick={add}>{text('pickAdd')}</Button>
      </div>
      <ul aria-label={text('pickPeople')} aria-live="polite" class="people__list">
        {people.map((person) => (
          <Person
            key={person.key}
            onRemove={() => {
              picker.remove(person.key);
              // The button that had the focus is gone.
              frame.current?.querySelector('input')?.focus();
            }}
            person={person}
          />
        ))}
      </ul>
      {people.some(({ kind }) => kind === 'refused') && <p class="field__hint">{text('pickLeftOut')}</p>}
    </div>
  );
}

function Person({ person, onRemove }: { readonly person: PickedPerson; readonly onRemove: () => void }) {
  const name = nameOf(person, useContext(NamesContext)?.names.value);
  const note = noteOf(person);
  return (
    <li class={`person${note === undefined ? '' : ' person--refused'}`}>
      {person.kind === 'looking' ? (
        <span aria-hidden="true" class="spinner" />
      ) : person.kind === 'found' && !person.isLookalike ? (
        <Avatar id={person.inboxId} size={24} />
      ) : (
        <Icon name="alert" size={18} />
      )}
      <span class="person__words">
        <span class="person__name" title={person.typed}>
          {name}
        </span>
        {note !== undefined && <span class="person__note">{note}</span>}
        {person.kind === 'looking' && <span class="visually-hidden">{text('pickLooking')}</span>}
      </span>
      <IconButton
        className="person__remove"
        icon="close"
        label={text('pickRemove', name)}
        onClick={onRemove}
      />
    </li>
  );
}

/** The name that was typed, or one that is known already, beside the address. */
function nameOf(person: PickedPerson, names: ReadonlyMap<string, string> = new Map()): string {
  const { typed } = person;
  const written = typed.includes('.') ? typed : undefined;
  if (person.kind !== 'found') return written ?? shortAddress(typed);
  if (person.address === undefined) return shortInboxId(person.inboxId);
  const name = written ?? names.get(person.address);
  return name === undefined ? shortAddress(person.address) : `${name} ${shortAddress(person.address)}`;
}

function noteOf(person: PickedPerson): string | undefined {
  if (person.kind === 'refused') return person.sentence;
  return person.kind === 'found' && person.isLookalike ? text('lookalikeMark') : undefined;
}
