import type { inboxChannels } from '../../bridge/channels/inboxChannels.ts';
import type { ConversationView } from '../../bridge/conversationView.ts';
import type { Settings } from '../../bridge/settings.ts';
import type { Client } from '../../core/client/client.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import { toConversationView } from '../views/toConversationView.ts';
import type { Procedures } from './procedure.ts';

/** Enough for a window to load a thousand in ten requests, small enough to draw between two frames. */
const olderPageLength = 100;

/** Behind inbox.* and conversation.*. */
export function inboxProcedures(deps: {
  readonly client: () => Promise<Client>;
  /** A conversation was read or blocked: what alerts it has are out of date. */
  readonly onSettled: (conversationId: string) => void;
  readonly settings: () => Pick<Settings, 'readReceipts'>;
  /** Whether an inbox writes for sites: a shop does not learn when its news were read. */
  readonly isApp: (inboxId: string) => boolean;
  readonly logger: Logger;
}): Procedures<keyof typeof inboxChannels> {
  const { client, onSettled } = deps;

  const view = async (open: Client, conversationId: string): Promise<ConversationView> => {
    const conversation = await open.getConversation(conversationId);
    if (conversation === undefined) {
      throw new WalletInboxError('Conversation.Unknown', 'There is no such conversation.');
    }
    return toConversationView(conversation);
  };

  /** Only where there was something to read: opening a thread again tells nobody. */
  const wantsReceipt = async (open: Client, conversationId: string): Promise<boolean> => {
    if (!deps.settings().readReceipts) return false;
    const conversation = await open.getConversation(conversationId);
    if (conversation === undefined || conversation.unreadCount === 0) return false;
    const { consent, isActive, peerInboxId } = conversation;
    // In a group it would go to everybody in it, whom the person never accepted, and no program shows it.
    return consent === 'allowed' && isActive && peerInboxId !== undefined && !deps.isApp(peerInboxId);
  };

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
      const open = await client();
      const isTold = await wantsReceipt(open, conversationId);
      await open.markRead(conversationId);
      onSettled(conversationId);
      if (isTold) {
        const onFailure = (error: unknown) => deps.logger.info('receipt.notSent', errorFacts(error));
        open
          .sendReadReceipt(conversationId)
          .then((receipt) => receipt?.sent)
          .catch(onFailure);
      }
      return {};
    },
    async 'conversation.setConsent'({ conversationId, consent }) {
      const open = await client();
      await open.setConsent(conversationId, consent);
      onSettled(conversationId);
      return view(open, conversationId);
    },
    async 'conversation.setPreferences'({ conversationId, ...change }) {
      const open = await client();
      await open.setPreferences(conversationId, change);
      onSettled(conversationId);
      return view(open, conversationId);
    },
    async 'conversation.block'({ conversationId }) {
      const open = await client();
      await open.block(conversationId);
      onSettled(conversationId);
      return view(open, conversationId);
    },
  };
}
