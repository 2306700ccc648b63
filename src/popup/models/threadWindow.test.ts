import { expect, test } from 'vitest';
import type { MessageView } from '../../bridge/messageView.ts';
import { maxMessagesInWindow, windowOf, withChanges, withNewer, withOlder } from './threadWindow.ts';
import { unsafeMessageView } from './unsafeMessageView.ts';

/** Message `n` was sent at the nanosecond `n`. */
const message = (n: number, change: Partial<MessageView> = {}): MessageView =>
  unsafeMessageView({ messageId: String(n).padStart(64, '0'), sentAtNs: String(n), ...change });
const messages = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => message(to - at));
const numbers = (window: { readonly messages: readonly MessageView[] }) =>
  window.messages.map(({ sentAtNs }) => Number(sentAtNs));

test('pages on both sides become one thread, oldest first', () => {
  const start = windowOf({ messages: messages(50, 60), hasOlder: true, hasNewer: true });
  const older = withOlder(start, { messages: messages(40, 49), hasOlder: false });
  const both = withNewer(older, { messages: messages(61, 70), hasNewer: false });
  expect(numbers(both)).toEqual(Array.from({ length: 31 }, (_, at) => 40 + at));
  expect(both).toMatchObject({ hasOlder: false, hasNewer: false });
});

test('a window holds no more than its share and knows what it let go', () => {
  const full = windowOf({ messages: messages(1_000, 1_999), hasOlder: true });
  const up = withOlder(full, { messages: messages(950, 999), hasOlder: true });
  expect([up.messages.length, numbers(up)[0], numbers(up).at(-1)]).toEqual([1_000, 950, 1_949]);
  expect(up).toMatchObject({ hasOlder: true, hasNewer: true });
  const down = withNewer(up, { messages: messages(1_950, 1_999), hasNewer: false });
  expect([numbers(down)[0], numbers(down).at(-1)]).toEqual([1_000, 1_999]);
  expect(down).toMatchObject({ hasOlder: true, hasNewer: false });
});

test('messages of one instant are let go together', () => {
  const twins = [message(5, { messageId: 'a'.repeat(64) }), message(5, { messageId: 'b'.repeat(64) })];
  const full = windowOf({ messages: [...messages(6, maxMessagesInWindow + 3), ...twins], hasOlder: false });
  expect(full.messages).toHaveLength(maxMessagesInWindow);
  const grown = withChanges(full, [message(maxMessagesInWindow + 4)]);
  expect(grown.messages.slice(0, 2).map(({ sentAtNs }) => sentAtNs)).toEqual(['5', '5']);
  const next = withChanges(grown, [message(maxMessagesInWindow + 5)]);
  expect(numbers(next)[0]).toBe(6);
  expect(next.hasOlder).toBe(true);
});

test('at the end what is new is added, in the midst it waits for its page', () => {
  const atEnd = windowOf({ messages: messages(10, 20), hasOlder: true });
  expect(numbers(withChanges(atEnd, [message(21)])).at(-1)).toBe(21);
  const inMidst = { ...atEnd, hasNewer: true };
  expect(withChanges(inMidst, [message(21)]).messages).toEqual(inMidst.messages);
  expect(withChanges(inMidst, [message(9)]).messages).toEqual(inMidst.messages);
});

test('what came late is put where it belongs', () => {
  const window = windowOf({ messages: [message(10), message(30)], hasOlder: true, hasNewer: true });
  expect(numbers(withChanges(window, [message(20)]))).toEqual([10, 20, 30]);
  const beginning = windowOf({ messages: [message(10)], hasOlder: false });
  expect(numbers(withChanges(beginning, [message(5)]))).toEqual([5, 10]);
});

test('a message that changed is replaced, also when its time changed, and one that vanished is gone', () => {
  const window = windowOf({ messages: messages(1, 5), hasOlder: true, hasNewer: true });
  const moved = withChanges(window, [message(2, { sentAtNs: '9', status: 'sent' })]);
  expect(numbers(moved)).toEqual([1, 3, 4, 5, 9]);
  expect(numbers(withChanges(window, [], [message(3).messageId, 'f'.repeat(64)]))).toEqual([1, 2, 4, 5]);
});

test('a reply says nothing any more of what was deleted or has vanished, wherever that stood', () => {
  const quote = (of: number) => ({
    messageId: message(of).messageId,
    senderInboxId: 'b'.repeat(64),
    text: 'a secret',
    isDeleted: false,
    isKnown: true,
  });
  const replies = [message(20, { repliedTo: quote(1) }), message(21, { repliedTo: quote(2) }), message(22)];
  const window = windowOf({ messages: replies, hasOlder: true });
  const deleted = withChanges(window, [message(1, { deletedBy: 'b'.repeat(64), text: '' })]);
  expect(deleted.messages.map(({ repliedTo }) => repliedTo?.text)).toEqual(['', 'a secret', undefined]);
  expect(deleted.messages[0]?.repliedTo).toMatchObject({ isDeleted: true, isKnown: true });
  const vanished = withChanges(window, [], [message(2).messageId]);
  expect(vanished.messages[1]?.repliedTo).toEqual({
    messageId: message(2).messageId,
    text: '',
    isDeleted: false,
    isKnown: false,
  });
  expect(vanished.messages[0]).toBe(window.messages[0]);
});
