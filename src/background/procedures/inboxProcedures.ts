import type { inboxChannels } from '../../bridge/channels/inboxChannels.ts';
import type { Client } from '../../core/client/client.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { toConversationView } from '../views/toConversationView.ts';
import type { Procedures } from './procedure.ts';

const olderPageLength = 50;

/** Behind inbox.* and conversation.*. */
export function inboxProcedures(deps: {
  readonly client: () => Promise<Client>;
  /** A conversation was read or blocked: what alerts it has are out of date. */
  readonly onSettled: (conversationId: string) => void;
}): Procedures<keyof typeof inboxChannels> {
  const { client, onSettled } = deps;
  return {
    async 'inbox.subscribe'(_, window) {
      return window.inbox.snapshot(await client());
    },
    async 'inbox.unsubscribe'(_, window) {
      window.inbox.stop();
      return {};
    },
    async 'inbox.older'({ beforeNs }) {
      const query = { limit: olderPageLength + 1, beforeNs: BigInt(beforeNs) };
      const conversations = await (await client()).listConversations(query);
      return {
        conversations: conversations.slice(0, olderPageLength).map(toConversationView),
        hasOlder: conversations.length > olderPageLength,
      };
    },
    async 'conversation.openDm'({ peer }) {
      return toConversationView(await (await client()).openDm(peer.trim()));
    },
    async 'conversation.markRead'({ conversationId }) {
      await (await client()).markRead(conversationId);
      onSettled(conversationId);
      return {};
    },
    async 'conversation.setConsent'({ conversationId, consent }) {
      const open = await client();
      await open.setConsent(conversationId, consent);
      onSettled(conversationId);
      const conversation = await open.getConversation(conversationId);
      if (conversation === undefined) {
        throw new WalletInboxError('Conversation.Unknown', 'There is no such conversation.');
      }
      return toConversationView(conversation);
    },
  };
}
