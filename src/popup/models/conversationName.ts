import type { ConversationView } from '../../bridge/conversationView.ts';
import { text } from '../text.ts';
import { shortAddress, shortInboxId } from './shortId.ts';

/** What a conversation is called: a group's name, or who is on the other side of a DM. */
export function conversationName(conversation: ConversationView): string {
  if (conversation.kind === 'group')
    return conversation.name === '' ? text('groupUnnamed') : conversation.name;
  if (conversation.peerAddress !== undefined) return shortAddress(conversation.peerAddress);
  return conversation.peerInboxId === undefined
    ? text('peerUnknown')
    : shortInboxId(conversation.peerInboxId);
}

/** The line under a thread's name: the whole address, or how many are in the group. */
export function conversationDetail(conversation: ConversationView): string {
  if (conversation.kind === 'group') return text('groupMembers', conversation.memberCount);
  return conversation.peerAddress ?? conversation.peerInboxId ?? '';
}
