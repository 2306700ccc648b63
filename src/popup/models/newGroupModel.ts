import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { maxGroupMembers } from '../../bridge/groupView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { type Failure, failureOf } from './failure.ts';
import { createPeoplePicker, type PeoplePicker } from './peoplePicker.ts';

export type GroupPreset = 'allMembers' | 'adminOnly';

export interface MadeGroup {
  readonly conversationId: string;
  readonly notAddedInboxIds: readonly string[];
}

export interface NewGroupModel {
  readonly people: PeoplePicker;
  readonly name: Signal<string>;
  readonly description: Signal<string>;
  readonly imageUrl: Signal<string>;
  readonly preset: Signal<GroupPreset>;
  readonly isBusy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  /** Undefined: not made, and `failure` says why. */
  create(): Promise<MadeGroup | undefined>;
  dispose(): void;
}

export function createNewGroupModel(port: BackgroundPort, ownInboxId: string): NewGroupModel {
  const people = createPeoplePicker(port, { ownInboxId, max: maxGroupMembers - 1 });
  const texts = { name: signal(''), description: signal(''), imageUrl: signal('') };
  const preset = signal<GroupPreset>('allMembers');
  const isBusy = signal(false);
  const failure = signal<Failure>();

  return {
    people,
    ...texts,
    preset,
    isBusy,
    failure,
    async create() {
      if (isBusy.value) return undefined;
      isBusy.value = true;
      failure.value = undefined;
      // Nobody writes an empty text into a new group: it would be a change of its own.
      const written = Object.entries(texts).flatMap(([field, { value }]) =>
        value.trim() === '' ? [] : [[field, value.trim()] as const],
      );
      try {
        const { conversation, notAddedInboxIds } = await port.request('group.create', {
          members: [...people.inboxIds.value],
          permissions: preset.value,
          ...Object.fromEntries(written),
        });
        return { conversationId: conversation.conversationId, notAddedInboxIds };
      } catch (error) {
        failure.value = failureOf(error);
        return undefined;
      } finally {
        isBusy.value = false;
      }
    },
    dispose: people.dispose,
  };
}
