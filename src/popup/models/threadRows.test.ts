import { expect, test } from 'vitest';
import type { MessageView } from '../../bridge/messageView.ts';
import { threadRows, type UnreadMark } from './threadRows.ts';
import { unsafeMessageView } from './unsafeMessageView.ts';

const startMs = new Date(2026, 10, 20, 12, 0).getTime();
const atMinute = (minutes: number) => String(BigInt(startMs + minutes * 60_000) * 1_000_000n);
let count = 0;

function message(sender: string, minutes: number, change: Partial<MessageView> = {}): MessageView {
  count += 1;
  return unsafeMessageView({
    messageId: String(count).padStart(64, '0'),
    senderInboxId: sender.padEnd(64, '0'),
    isOwn: sender === 'me',
    sentAtNs: atMinute(minutes),
    ...change,
  });
}

const rows = (
  messages: readonly MessageView[],
  change: { isGroup?: boolean; unread?: UnreadMark; hasOlder?: boolean } = {},
) => threadRows({ messages, isGroup: true, hasOlder: false, ...change });

test('messages of one sender within minutes are one run, and a new day begins anew', () => {
  const thread = rows([
    message('a', 0),
    message('a', 1),
    message('me', 2),
    message('a', 3),
    message('a', 30),
    message('a', 24 * 60),
  ]);
  expect(
    thread.map(({ dayMs, isFirst, showsSender }) => [dayMs !== undefined, isFirst, showsSender]),
  ).toEqual([
    [true, true, true],
    [false, false, false],
    [false, true, false],
    [false, true, true],
    [false, true, true],
    [true, true, true],
  ]);
});

test('a group update is a row of its own and ends a run; in a DM it is not shown', () => {
  const thread = [
    message('a', 0),
    message('a', 1, { kind: 'groupUpdate', text: 'Renamed' }),
    message('a', 2),
  ];
  expect(rows(thread).map(({ isFirst, showsSender }) => [isFirst, showsSender])).toEqual([
    [true, true],
    [true, false],
    [true, true],
  ]);
  expect(rows(thread, { isGroup: false }).map(({ isFirst }) => isFirst)).toEqual([true, false]);
});

test('the first message of others after what was read carries the mark', () => {
  const thread = [message('a', 0), message('me', 1), message('a', 2), message('a', 3)];
  const unread = { readUpToNs: atMinute(0), count: 2 };
  expect(rows(thread, { unread }).map(({ newCount }) => newCount)).toEqual([
    undefined,
    undefined,
    2,
    undefined,
  ]);
});

test('where the unread ones begin before what is loaded, no row carries the mark', () => {
  const thread = [message('a', 2), message('a', 3)];
  const unread = { readUpToNs: '0', count: 40 };
  expect(rows(thread, { unread, hasOlder: true }).map(({ newCount }) => newCount)).toEqual([
    undefined,
    undefined,
  ]);
  expect(rows(thread, { unread }).map(({ newCount }) => newCount)).toEqual([40, undefined]);
});
