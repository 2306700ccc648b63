import { type ConversationView, maxMembersInView, maxPreviewLength } from '../../bridge/conversationView.ts';
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
    isMuted: false,
    isPinned: false,
    isArchived: false,
    maybeForked: false,
    ...(lastMessage === undefined ? {} : { lastMessage: toMessageView(lastMessage, maxPreviewLength) }),
    lastActivityNs: conversation.lastActivityNs.toString(),
    createdAtNs: conversation.createdAtNs.toString(),
  };
}
