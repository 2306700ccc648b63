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
  if (options.isOwn || !options.countsAsUnread) return;
  const { readUpToNs } = draft.body;
  draft.body = {
    ...draft.body,
    unreadCount: draft.body.unreadCount + 1,
    // One of the past, out of another group of this DM: it has to stand behind the mark to be found as unread.
    ...(readUpToNs !== undefined && message.sentAtNs <= readUpToNs
      ? { readUpToNs: message.sentAtNs - 1n }
      : {}),
  };
}

/** A message that was counted as unread, if it was, is not there to be read any more. */
export function noteGone(
  draft: ConversationDraft,
  message: MessageBody,
  options: { readonly isOwn: boolean; readonly countsAsUnread: boolean },
): void {
  const { unreadCount, readUpToNs } = draft.body;
  if (options.isOwn || !options.countsAsUnread || unreadCount === 0) return;
  if (readUpToNs !== undefined && message.sentAtNs <= readUpToNs) return;
  draft.body = { ...draft.body, unreadCount: unreadCount - 1 };
}

/** Everything until `ns` was seen. */
export function noteRead(draft: ConversationDraft, ns: bigint): void {
  const { readUpToNs = 0n } = draft.body;
  draft.body = { ...draft.body, unreadCount: 0, readUpToNs: ns > readUpToNs ? ns : readUpToNs };
}

/** Muted for good, or for the time being. */
export function isMutedAt(body: ConversationBody, nowMs: number): boolean {
  return body.isMuted === true || (body.mutedUntilMs ?? 0) > nowMs;
}
