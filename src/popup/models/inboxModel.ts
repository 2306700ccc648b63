import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationView } from '../../bridge/conversationView.ts';
import type { InboxPatch } from '../../bridge/inboxView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { type Failure, failureOf } from './failure.ts';

export interface InboxModel {
  /** Newest activity first; undefined until the first snapshot. */
  readonly conversations: ReadonlySignal<readonly ConversationView[] | undefined>;
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  subscribe(): Promise<void>;
  loadOlder(): Promise<void>;
  openDm(peer: string): Promise<ConversationView>;
  /** Forgets everything shown: the vault was locked. */
  clear(): void;
  dispose(): void;
}

const byActivity = (a: ConversationView, b: ConversationView): number => {
  const difference = BigInt(b.lastActivityNs) - BigInt(a.lastActivityNs);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
};

/** The list with `puts` replaced or inserted and `removes` gone, sorted anew. */
function applyPuts(
  list: readonly ConversationView[],
  puts: readonly ConversationView[],
  removes: readonly string[] = [],
): readonly ConversationView[] {
  const byId = new Map(list.map((conversation) => [conversation.conversationId, conversation]));
  for (const put of puts) byId.set(put.conversationId, put);
  for (const id of removes) byId.delete(id);
  return [...byId.values()].sort(byActivity);
}

export function createInboxModel(port: BackgroundPort): InboxModel {
  const conversations = signal<readonly ConversationView[]>();
  const hasOlder = signal(false);
  const failure = signal<Failure>();
  let revision = -1;

  async function subscribe(): Promise<void> {
    try {
      const snapshot = await port.request('inbox.subscribe', {});
      revision = snapshot.revision;
      conversations.value = snapshot.conversations;
      hasOlder.value = snapshot.hasOlder;
      failure.value = undefined;
    } catch (error) {
      failure.value = failureOf(error);
    }
  }

  function apply(patch: InboxPatch): void {
    if (!conversations.value || patch.revision <= revision) return;
    if (patch.baseRevision !== revision) {
      void subscribe();
      return;
    }
    revision = patch.revision;
    conversations.value = applyPuts(conversations.value, patch.puts, patch.removes);
  }

  const stop = port.onEvent((event) => {
    if (event.kind === 'inboxPatch') apply(event.patch);
  });

  return {
    conversations,
    hasOlder,
    failure,
    subscribe,
    async loadOlder() {
      const oldest = conversations.value?.at(-1);
      if (!oldest || !hasOlder.value) return;
      const page = await port.request('inbox.older', { beforeNs: oldest.lastActivityNs });
      conversations.value = applyPuts(conversations.value ?? [], page.conversations);
      hasOlder.value = page.hasOlder;
    },
    async openDm(peer) {
      const conversation = await port.request('conversation.openDm', { peer });
      conversations.value = applyPuts(conversations.value ?? [], [conversation]);
      return conversation;
    },
    clear() {
      revision = -1;
      conversations.value = undefined;
      hasOlder.value = false;
    },
    dispose: stop,
  };
}
