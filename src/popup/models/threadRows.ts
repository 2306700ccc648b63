import type { MessageView } from '../../bridge/messageView.ts';
import { compareNs } from './compareNs.ts';
import { msOfNs } from './when.ts';

/** What a thread draws for one message, and above it. */
export interface ThreadRow {
  readonly key: string;
  readonly message: MessageView;
  /** The first message of a day: a moment of that day. */
  readonly dayMs?: number;
  /** The first of those that were unread when the thread was opened: how many they were. */
  readonly newCount?: number;
  /** The first of a run by one sender within a few minutes: carries the name and the pointed corner. */
  readonly isFirst: boolean;
  readonly showsSender: boolean;
}

/** Where the unread messages began when a thread was opened; it stays until the thread is left. */
export interface UnreadMark {
  /** Everything up to here was read. */
  readonly readUpToNs: string;
  readonly count: number;
}

export interface ThreadRowsInput {
  /** Oldest first. */
  readonly messages: readonly MessageView[];
  readonly isGroup: boolean;
  readonly unread?: UnreadMark | undefined;
  /** Whether there are messages before the first. */
  readonly hasOlder: boolean;
}

/** Messages by one sender closer than this form one run. */
const runMs = 5 * 60_000;

/** Whether a message was unread then: what others wrote after what was read. */
const isAfterMark = (message: MessageView, mark: UnreadMark): boolean =>
  !message.isOwn && message.kind !== 'groupUpdate' && compareNs(message.sentAtNs, mark.readUpToNs) > 0;

/** Whether the mark is among the messages, and not before all that are loaded. */
export function holdsMark(
  { messages, hasOlder }: Pick<ThreadRowsInput, 'messages' | 'hasOlder'>,
  mark: UnreadMark,
): boolean {
  const [oldest] = messages;
  return !hasOlder || (oldest !== undefined && compareNs(oldest.sentAtNs, mark.readUpToNs) <= 0);
}

/** Messages -> rows with day separators, the mark of the unread ones, and runs of bubbles. */
export function threadRows({ messages, isGroup, unread, hasOlder }: ThreadRowsInput): readonly ThreadRow[] {
  const rows: ThreadRow[] = [];
  let day = '';
  let previous: MessageView | undefined;
  let isMarkAhead = unread !== undefined && holdsMark({ messages, hasOlder }, unread);
  for (const message of messages) {
    // Who was added to a DM is its name already.
    if (message.kind === 'groupUpdate' && !isGroup) continue;
    const ms = msOfNs(message.sentAtNs);
    const dayOfMessage = new Date(ms).toDateString();
    const isNewDay = dayOfMessage !== day;
    day = dayOfMessage;
    const isFirstUnread = isMarkAhead && unread !== undefined && isAfterMark(message, unread);
    if (isFirstUnread) isMarkAhead = false;
    const isLine = message.kind === 'groupUpdate';
    const isFirst =
      isLine ||
      isNewDay ||
      isFirstUnread ||
      previous === undefined ||
      previous.senderInboxId !== message.senderInboxId ||
      ms - msOfNs(previous.sentAtNs) > runMs;
    rows.push({
      key: message.messageId,
      message,
      ...(isNewDay ? { dayMs: ms } : {}),
      ...(isFirstUnread ? { newCount: unread.count } : {}),
      isFirst,
      showsSender: !isLine && isFirst && isGroup && !message.isOwn,
    });
    previous = isLine ? undefined : message;
  }
  return rows;
}
