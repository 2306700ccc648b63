import {
  type MessageView,
  maxMessageTextLength,
  maxPeopleInReaction,
  maxQuoteLength,
  maxReactionLength,
  maxReactionsInView,
  type QuotedMessageView,
  type ReactionView,
} from '../../bridge/messageView.ts';
import type { Message, QuotedMessage, Reaction } from '../../core/client/client.ts';
import { cutText } from './cutText.ts';
import { toContentView, toGroupUpdateView } from './toContentView.ts';

/** The plain JSON of a message, its text cut to `maxLength`. */
export function toMessageView(message: Message, maxLength = maxMessageTextLength): MessageView {
  const { repliedTo, deletedBy, expiresAtNs } = message;
  return {
    messageId: message.messageId,
    conversationId: message.conversationId,
    senderInboxId: message.senderInboxId,
    isOwn: message.isOwn,
    sentAtNs: message.sentAtNs.toString(),
    contentType: cutText(message.contentType, 256),
    text: cutText(message.text, maxLength),
    isTruncated: message.text.length > maxLength,
    status: message.status,
    kind: message.kind,
    ...contentOf(message),
    reactions: message.reactions.slice(0, maxReactionsInView).map(toReactionView),
    ...(repliedTo !== undefined && { repliedTo: toQuotedView(repliedTo) }),
    ...(deletedBy !== undefined && { deletedBy }),
    ...(expiresAtNs !== undefined && { expiresAtNs: expiresAtNs.toString() }),
    ...(message.reason !== undefined && { reason: cutText(message.reason, 80) }),
  };
}

function contentOf({ kind, content, encoded, deletedBy }: Message): Pick<MessageView, 'content'> {
  if (deletedBy !== undefined) return {};
  const view =
    kind === 'groupUpdate'
      ? encoded && toGroupUpdateView(encoded)
      : content && toContentView(content, Date.now());
  return view === undefined ? {} : { content: view };
}

const toReactionView = ({ content, inboxIds, isOwn }: Reaction): ReactionView => ({
  content: cutText(content, maxReactionLength),
  count: inboxIds.length,
  isOwn,
  inboxIds: inboxIds.slice(0, maxPeopleInReaction),
});

const toQuotedView = ({
  messageId,
  senderInboxId,
  text,
  isDeleted,
  isKnown,
}: QuotedMessage): QuotedMessageView => ({
  messageId,
  ...(senderInboxId !== undefined && { senderInboxId }),
  text: cutText(text, maxQuoteLength),
  isDeleted,
  isKnown,
});
