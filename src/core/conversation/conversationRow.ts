import type { ConversationBody, MessageBody } from '../records.ts';

/** A conversation's row while it is being changed: its body, and the time by which the list is ordered. */
export interface ConversationDraft {
  body: ConversationBody;
  activityNs: bigint;
}

/** A new message, or one whose time is now known. `isOwn`: of our inbox, from any installation. */
export function noteMessage(
  draft: ConversationDraft,
  messageId: string,
  message: MessageBody,
  options: { readonly isOwn: boolean; readonly countsAsUnread: boolean; readonly showsInList: boolean },
): void {
  if (options.showsInList) {
    const isLast = draft.body.lastMessageId === messageId;
    if (isLast || draft.body.lastMessageId === undefined || message.sentAtNs >= draft.activityNs) {
      draft.body = { ...draft.body, lastMessageId: messageId };
      // Our own last message moves to the node's time, also backwards: our clock may have been ahead.
      draft.activityNs = isLast || message.sentAtNs > draft.activityNs ? message.sentAtNs : draft.activityNs;
    }
  }
  if (options.isOwn) return;
  if (options.countsAsUnread) {
    draft.body = { ...draft.body, unreadCount: draft.body.unreadCount + 1 };
  }
}
