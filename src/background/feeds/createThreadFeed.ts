/** One thread as one window follows it: the newest page, then patches of what was added or changed, coalesced. */
import type { AppEvent } from '../../bridge/appEvent.ts';
import type { MessageView } from '../../bridge/messageView.ts';
import { maxMessagesInPage, type ThreadSnapshot } from '../../bridge/threadView.ts';
import { type Client, type ClientEvent, conversationIdOf } from '../../core/client/client.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { toConversationView } from '../views/toConversationView.ts';
import { toMessageView } from '../views/toMessageView.ts';
import { createFlusher } from './createFlusher.ts';
import { olderPage } from './messagePage.ts';

export interface ThreadFeed {
  snapshot(client: Client): Promise<ThreadSnapshot>;
  note(event: ClientEvent): void;
  stop(): void;
}

export function createThreadFeed(
  conversationId: string,
  deps: { readonly send: (event: AppEvent) => void; readonly delayMs: number },
): ThreadFeed {
  let following: Client | undefined;
  let revision = 0;
  let isConversationDirty = false;
  const changed = new Map<string, MessageView>();
  const removed = new Set<string>();

  const flusher = createFlusher(async () => {
    const client = following;
    if (client === undefined) return;
    const puts = [...changed.values()].slice(0, maxMessagesInPage);
    for (const { messageId } of puts) changed.delete(messageId);
    const removes = [...removed].slice(0, maxMessagesInPage);
    for (const messageId of removes) removed.delete(messageId);
    const conversation = isConversationDirty ? await client.getConversation(conversationId) : undefined;
    isConversationDirty = false;
    if (following !== client) return;
    const baseRevision = revision;
    revision += 1;
    deps.send({
      kind: 'threadPatch',
      patch: {
        conversationId,
        baseRevision,
        revision,
        puts,
        removes,
        ...(conversation === undefined ? {} : { conversation: toConversationView(conversation) }),
      },
    });
    if (changed.size > 0 || removed.size > 0) flusher.schedule();
  }, deps.delayMs);

  return {
    async snapshot(client) {
      following = client;
      changed.clear();
      removed.clear();
      flusher.pause();
      try {
        const conversation = await client.getConversation(conversationId);
        if (conversation === undefined) {
          following = undefined;
          throw new WalletInboxError('Conversation.Unknown', 'There is no such conversation.');
        }
        const page = await olderPage(client, conversationId);
        revision += 1;
        return { revision, conversation: toConversationView(conversation), ...page };
      } finally {
        flusher.resume();
      }
    },
    note(event) {
      if (following === undefined) return;
      if (conversationIdOf(event) !== conversationId) return;
      if (event.kind === 'message') {
        removed.delete(event.message.messageId);
        changed.set(event.message.messageId, toMessageView(event.message));
      }
      if (event.kind === 'messageRemoved') {
        changed.delete(event.messageId);
        removed.add(event.messageId);
      }
      isConversationDirty = true;
      flusher.schedule();
    },
    stop() {
      following = undefined;
      changed.clear();
      removed.clear();
    },
  };
}
