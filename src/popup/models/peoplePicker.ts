import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { text } from '../text.ts';
import { failureOf } from './failure.ts';

/** One who was named, as far as it is known who that is. */
export type PickedPerson = { readonly key: string; readonly typed: string } & (
  | { readonly kind: 'looking' }
  | {
      readonly kind: 'found';
      readonly inboxId: string;
      readonly address?: string;
      /** Could be taken for an address that the person knows. */
      readonly isLookalike: boolean;
    }
  | { readonly kind: 'refused'; readonly sentence: string }
);

export interface PeoplePicker {
  /** In the order in which they were named. */
  readonly people: ReadonlySignal<readonly PickedPerson[]>;
  readonly inboxIds: ReadonlySignal<readonly string[]>;
  /** Somebody is still being looked up. */
  readonly isLooking: ReadonlySignal<boolean>;
  /** Takes one or many addresses, inbox ids or names, separated by spaces, commas or line ends. */
  add(typed: string): void;
  remove(key: string): void;
  dispose(): void;
}

export interface PeoplePickerOptions {
  readonly ownInboxId: string;
  /** Who is in already. */
  readonly isMember?: (inboxId: string) => boolean;
  /** Most that can be named. */
  readonly max: number;
}

/** People to be added: each looked up at once, so that a slip is seen where it was made. */
export function createPeoplePicker(
  port: BackgroundPort,
  { ownInboxId, isMember = () => false, max }: PeoplePickerOptions,
): PeoplePicker {
  const people = signal<readonly PickedPerson[]>([]);
  let isDisposed = false;
  let named = 0;

  const settle = (key: string, change: (person: PickedPerson) => PickedPerson | undefined) => {
    if (isDisposed) return;
    people.value = people.value.flatMap((person) => {
      if (person.key !== key) return [person];
      const next = change(person);
      return next === undefined ? [] : [next];
    });
  };
  const refuse = (key: string, sentence: string) =>
    settle(key, ({ typed }) => ({ key, typed, kind: 'refused', sentence }));

  async function looksLikeAnother(address: string | undefined): Promise<boolean> {
    if (address === undefined) return false;
    return (await port.request('name.lookalikeOf', { address })).of !== undefined;
  }

  async function look(key: string, peer: string): Promise<void> {
    try {
      const found = await port.request('group.findMember', { peer });
      const isLookalike = await looksLikeAnother(found.address);
      if (found.inboxId === ownInboxId) refuse(key, text('pickSelf'));
      else if (isMember(found.inboxId)) refuse(key, text('pickMember'));
      else {
        // The same person by another name: once is enough.
        const isTwice = people.value.some((each) => each.kind === 'found' && each.inboxId === found.inboxId);
        settle(key, ({ typed }) =>
          isTwice ? undefined : { key, typed, kind: 'found', isLookalike, ...found },
        );
      }
    } catch (error) {
      refuse(key, failureOf(error).sentence);
    }
  }

  return {
    people,
    inboxIds: computed(() => people.value.flatMap((each) => (each.kind === 'found' ? [each.inboxId] : []))),
    isLooking: computed(() => people.value.some(({ kind }) => kind === 'looking')),
    add(typed) {
      const known = new Set(people.value.map((person) => person.typed.toLowerCase()));
      for (const each of typed.split(/[\s,;]+/u)) {
        const peer = each.slice(0, 128);
        if (peer === '' || known.has(peer.toLowerCase()) || people.value.length >= max) continue;
        known.add(peer.toLowerCase());
        const key = String(named++);
        people.value = [...people.value, { key, typed: peer, kind: 'looking' }];
        void look(key, peer);
      }
    },
    remove(key) {
      people.value = people.value.filter((person) => person.key !== key);
    },
    dispose() {
      isDisposed = true;
    },
  };
}
