import { blockConversation } from '../consent/blockConversation.ts';
import { contentToBytes } from '../content/contentBytes.ts';
import { encodeContent } from '../content/encodeContent.ts';
import { invalidContent } from '../content/invalidContent.ts';
import type { MessageContent, ReactionContent } from '../content/messageContent.ts';
import { mayDelete } from '../conversation/annotate.ts';
import type { GroupDeps } from '../conversation/changeGroup.ts';
import { isSuperAdmin } from '../conversation/draftAct.ts';
import { getConversationRow } from '../conversation/openConversation.ts';
import { queueMessage } from '../conversation/queueMessage.ts';
import { removeMessages } from '../conversation/removeMessages.ts';
import type { Session } from '../conversation/session.ts';
import { setDisappearing } from '../conversation/setDisappearing.ts';
import { setPreferences } from '../conversation/setPreferences.ts';
import { WalletInboxError } from '../errors.ts';
import type { Stored } from '../ports.ts';
import type { Message, SendOptions, SentMessage } from './client.ts';
import { messageViews } from './messageViews.ts';
import type { SentSilently, ThreadOperations } from './threadOperations.ts';

interface Deps extends GroupDeps {
  assertOpen(): void;
  /** Queues a message that has a line of its own, and sends it. */
  send(conversationId: string, content: Uint8Array, options?: SendOptions): Promise<SentMessage>;
  /** Sets the conversation's lane going. */
  runLane(conversationId: string): void;
  whenSent(messageId: string): Promise<void>;
}

const isMessageId = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** The operations on threads of one client. */
export function createThreadOperations(deps: Deps): ThreadOperations {
  const { session, assertOpen, runLane } = deps;
  const { inboxId } = session.account;

  const sendSilently = async (
    conversationId: string,
    content: MessageContent,
    groupId?: string,
  ): Promise<SentSilently> => {
    const queued = await queueMessage(
      session,
      conversationId,
      contentToBytes(encodeContent(content)),
      groupId === undefined ? {} : { groupId },
    );
    const sent = deps.whenSent(queued.key);
    sent.catch(() => undefined);
    runLane(conversationId);
    return { sent };
  };

  /** @throws Message.Unknown for what no thread shows */
  const shownMessage = async (
    messageId: string,
  ): Promise<{ readonly row: Stored<'messages'>; readonly view: Message }> => {
    const row = isMessageId(messageId) ? await session.database.get('messages', messageId) : undefined;
    const [view] = row === undefined ? [] : await messageViews(session, [row]);
    if (row === undefined || view === undefined) {
      throw new WalletInboxError('Message.Unknown', 'There is no such message.');
    }
    return { row, view };
  };

  return {
    async sendContent(conversationId, content, options) {
      assertOpen();
      if (isSilent(content)) throw invalidContent('kind');
      const whole = await withQuotedInbox(session, conversationId, content);
      return await deps.send(conversationId, contentToBytes(encodeContent(whole)), options);
    },
    async getMessage(messageId) {
      const row = isMessageId(messageId) ? await session.database.get('messages', messageId) : undefined;
      return row === undefined ? undefined : (await messageViews(session, [row]))[0];
    },
    async deleteMessage(messageId) {
      assertOpen();
      const { row, view } = await shownMessage(messageId);
      if (view.deletedBy !== undefined) return { sent: Promise.resolve() };
      const { conversationId } = view;
      if (view.isOwn && view.status === 'failed') {
        // Nobody else has it: there is nothing to take back.
        await removeMessages(session, conversationId, [messageId], ({ status }) => status === 'failed');
        return { sent: Promise.resolve() };
      }
      const { groupId } = row.body;
      const group = await session.groups.load(groupId);
      if (group?.row.body.isActive === false) {
        // A stitched DM may live on in another group; said there, nobody would take it for this group's.
        throw new WalletInboxError('Conversation.Inactive', 'We are no longer in the group of this message.');
      }
      const bySuperAdmin = group !== undefined && isSuperAdmin(group.state, inboxId);
      if (!mayDelete(row.body, { groupId, byInboxId: inboxId, bySuperAdmin })) {
        throw new WalletInboxError('Message.NotDeletable', 'This message cannot be deleted by us.');
      }
      return await sendSilently(conversationId, { kind: 'deleteMessage', messageId }, groupId);
    },
    async react(messageId, content, action) {
      assertOpen();
      const { row, view } = await shownMessage(messageId);
      if (view.kind === 'undecryptable' || view.deletedBy !== undefined) {
        throw new WalletInboxError('Message.Unknown', 'There is no such message to react to.');
      }
      const present = view.reactions.find((reaction) => reaction.content === content);
      if ((present?.isOwn ?? false) === (action === 'added')) return { sent: Promise.resolve() };
      const reaction: ReactionContent = {
        kind: 'reaction',
        reference: messageId,
        referenceInboxId: view.senderInboxId,
        action,
        content,
        schema: present?.schema ?? schemaOf(content),
      };
      return await sendSilently(view.conversationId, reaction, row.body.groupId);
    },
    async sendReadReceipt(conversationId) {
      assertOpen();
      const { key, body } = await getConversationRow(session.database, conversationId);
      if (body.consent !== 'allowed') return undefined;
      return await sendSilently(key, { kind: 'readReceipt' });
    },
    setPreferences: async (conversationId, change) => await setPreferences(session, conversationId, change),
    async setDisappearing(conversationId, settings) {
      assertOpen();
      await setDisappearing(deps, conversationId, settings);
    },
    async block(conversationId) {
      assertOpen();
      await blockConversation(deps, conversationId);
    },
  };
}

/** Contents that have no line of their own: each has its call. */
function isSilent({ kind }: MessageContent): boolean {
  return kind === 'reaction' || kind === 'deleteMessage' || kind === 'readReceipt' || kind === 'leaveRequest';
}

/** A reply names the author of what it answers, when we know who that is. */
async function withQuotedInbox(
  session: Session,
  conversation: string,
  content: MessageContent,
): Promise<MessageContent> {
  if (content.kind !== 'reply' || content.referenceInboxId !== undefined) return content;
  const { key } = await getConversationRow(session.database, conversation);
  const quoted = isMessageId(content.reference)
    ? await session.database.get('messages', content.reference)
    : undefined;
  // Who writes in another conversation is nothing to tell in this one.
  const referenceInboxId = quoted?.clear.conversationId === key ? quoted.body.senderInboxId : '';
  return referenceInboxId === '' ? content : { ...content, referenceInboxId };
}

function schemaOf(content: string): ReactionContent['schema'] {
  if (/^:[^\s:]+:$/.test(content)) return 'shortcode';
  return /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(content) ? 'unicode' : 'custom';
}
