import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConsentView, ConversationView } from '../../bridge/conversationView.ts';
import type { MessageView } from '../../bridge/messageView.ts';
import type { ThreadPatch } from '../../bridge/threadView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { type Failure, failureOf } from './failure.ts';

export interface ThreadModel {
  readonly conversationId: string;
  readonly conversation: ReadonlySignal<ConversationView | undefined>;
  /** Oldest first, as a thread is read; undefined until the first page. */
  readonly messages: ReadonlySignal<readonly MessageView[] | undefined>;
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  open(): Promise<void>;
  loadOlder(): Promise<void>;
  send(text: string): Promise<void>;
  retry(messageId: string): Promise<void>;
  markRead(): void;
  setConsent(consent: ConsentView): Promise<void>;
  dispose(): void;
}

const bySentAt = (a: MessageView, b: MessageView): number => {
  const difference = BigInt(a.sentAtNs) - BigInt(b.sentAtNs);
  if (difference !== 0n) return difference > 0n ? 1 : -1;
  return a.messageId < b.messageId ? -1 : 1;
};

/** The thread with `puts` replaced or inserted, oldest first. */
function applyMessages(list: readonly MessageView[], puts: readonly MessageView[]): readonly MessageView[] {
  const byId = new Map(list.map((message) => [message.messageId, message]));
  for (const put of puts) byId.set(put.messageId, put);
  return [...byId.values()].sort(bySentAt);
}

export function createThreadModel(port: BackgroundPort, conversationId: string): ThreadModel {
  const conversation = signal<ConversationView>();
  const messages = signal<readonly MessageView[]>();
  const hasOlder = signal(false);
  const failure = signal<Failure>();
  let revision = -1;
  let isLoadingOlder = false;

  async function open(): Promise<void> {
    try {
      const snapshot = await port.request('thread.open', { conversationId });
      revision = snapshot.revision;
      conversation.value = snapshot.conversation;
      // Pages that were already loaded stay: only the newest one is read anew.
      messages.value = applyMessages(messages.value ?? [], snapshot.messages);
      if (messages.value.length === snapshot.messages.length) hasOlder.value = snapshot.hasOlder;
      failure.value = undefined;
    } catch (error) {
      failure.value = failureOf(error);
    }
  }

  function apply(patch: ThreadPatch): void {
    if (patch.conversationId !== conversationId || !messages.value || patch.revision <= revision) return;
    if (patch.baseRevision !== revision) {
      void open();
      return;
    }
    revision = patch.revision;
    messages.value = applyMessages(messages.value, patch.puts);
    if (patch.conversation) conversation.value = patch.conversation;
  }

  const stop = port.onEvent((event) => {
    if (event.kind === 'threadPatch') apply(event.patch);
  });

  return {
    conversationId,
    conversation,
    messages,
    hasOlder,
    failure,
    open,
    async loadOlder() {
      const oldest = messages.value?.[0];
      if (!oldest || !hasOlder.value || isLoadingOlder) return;
      isLoadingOlder = true;
      try {
        const page = await port.request('thread.older', { conversationId, beforeNs: oldest.sentAtNs });
        messages.value = applyMessages(messages.value ?? [], page.messages);
        hasOlder.value = page.hasOlder;
      } catch (error) {
        failure.value = failureOf(error);
      } finally {
        isLoadingOlder = false;
      }
    },
    async send(text) {
      const message = await port.request('message.send', {
        conversationId,
        text,
        clientRequestId: crypto.randomUUID(),
      });
      // Its patch may have come first, and may already say `sent`.
      const known = messages.value?.some((each) => each.messageId === message.messageId) ?? false;
      if (!known) messages.value = applyMessages(messages.value ?? [], [message]);
    },
    async retry(messageId) {
      await port.request('message.retry', { messageId });
    },
    markRead() {
      port.request('conversation.markRead', { conversationId }).catch(() => undefined);
    },
    async setConsent(consent) {
      conversation.value = await port.request('conversation.setConsent', { conversationId, consent });
    },
    dispose() {
      stop();
      port.request('thread.close', { conversationId }).catch(() => undefined);
    },
  };
}
