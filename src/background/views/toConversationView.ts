import { type ConversationView, maxMembersInView, maxPreviewLength } from '../../bridge/conversationView.ts';
import { maxMessageTextLength } from '../../bridge/messageView.ts';
import type { Conversation } from '../../core/client/client.ts';
import { cutText } from './cutText.ts';
import { toMessageView } from './toMessageView.ts';

/** The plain JSON of a conversation, with a preview of its last message. */
export function toConversationView(conversation: Conversation): ConversationView {
  const { peerInboxId, peerAddress, lastMessage } = conversation;
  return {
    conversationId: conversation.conversationId,
    kind: conversation.kind,
    name: cutText(conversation.name, 512),
    ...(peerInboxId === undefined ? {} : { peerInboxId }),
    ...(peerAddress === undefined ? {} : { peerAddress: peerAddress.toLowerCase() }),
    memberInboxIds: conversation.memberInboxIds.slice(0, maxMembersInView),
    memberCount: conversation.memberInboxIds.length,
    consent: conversation.consent,
    isActive: conversation.isActive,
    unreadCount: conversation.unreadCount,
    isMuted: conversation.isMuted,
    isPinned: conversation.isPinned,
    isArchived: conversation.isArchived,
    maybeForked: conversation.maybeForked,
    ...stateOf(conversation),
    ...(lastMessage === undefined ? {} : { lastMessage: toMessageView(lastMessage, maxPreviewLength) }),
    lastActivityNs: conversation.lastActivityNs.toString(),
    createdAtNs: conversation.createdAtNs.toString(),
  };
}

/** What only some conversations have. */
function stateOf(
  conversation: Conversation,
): Pick<
  ConversationView,
  | 'mutedUntilMs'
  | 'draft'
  | 'readUpToNs'
  | 'peerReadNs'
  | 'addedByInboxId'
  | 'pausedForVersion'
  | 'disappearing'
> {
  const { mutedUntilMs, draft, readUpToNs, peerReadNs, addedByInboxId, pausedForVersion, disappearing } =
    conversation;
  return {
    ...(mutedUntilMs === undefined ? {} : { mutedUntilMs }),
    ...(draft === undefined ? {} : { draft: cutText(draft, maxMessageTextLength) }),
    ...(readUpToNs === undefined ? {} : { readUpToNs: readUpToNs.toString() }),
    ...(peerReadNs === undefined ? {} : { peerReadNs: peerReadNs.toString() }),
    ...(addedByInboxId === undefined ? {} : { addedByInboxId }),
    ...(pausedForVersion === undefined ? {} : { pausedForVersion: cutText(pausedForVersion, 64) }),
    ...(disappearing === undefined
      ? {}
      : { disappearing: { fromNs: disappearing.fromNs.toString(), inNs: disappearing.inNs.toString() } }),
  };
}
