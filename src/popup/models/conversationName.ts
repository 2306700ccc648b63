import type { ConversationView } from '../../bridge/conversationView.ts';
import { visibleName } from '../../bridge/visibleText.ts';
import { text } from '../text.ts';
import { memberCountWords } from './groupWords.ts';
import { shortAddress, shortInboxId } from './shortId.ts';

/**
 * What a conversation is called where only a text will do, such as a label that is read out: a group's name, or who is on
 * the other side of a DM. Elsewhere the component ConversationName, which has looked-up names as well.
 */
export function conversationName(conversation: ConversationView): string {
  if (conversation.kind === 'group') return visibleName(conversation.name) || text('groupUnnamed');
  if (conversation.peerAddress !== undefined) return shortAddress(conversation.peerAddress);
  return conversation.peerInboxId === undefined
    ? text('peerUnknown')
    : shortInboxId(conversation.peerInboxId);
}

/** The line under a thread's name: the whole address, or how many are in the group. */
export function conversationDetail(conversation: ConversationView): string {
  if (conversation.kind === 'group') return memberCountWords(conversation.memberCount);
  return conversation.peerAddress ?? conversation.peerInboxId ?? '';
}
