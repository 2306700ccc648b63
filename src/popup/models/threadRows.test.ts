import { expect, test } from 'vitest';
import type { MessageView } from '../../bridge/messageView.ts';
import { threadItems } from './threadItems.ts';

const startMs = new Date(2026, 10, 20, 12, 0).getTime();
let count = 0;

function message(sender: string, minutes: number, change: Partial<MessageView> = {}): MessageView {
  count += 1;
  return {
    messageId: String(count).padStart(64, '0'),
    conversationId: '0'.repeat(32),
    senderInboxId: sender.padEnd(64, '0'),
    isOwn: sender === 'me',
    sentAtNs: String(BigInt(startMs + minutes * 60_000) * 1_000_000n),
    contentType: 'xmtp.org/text:1.0',
    text: 'text',
    isTruncated: false,
    reactions: [],
    status: 'sent',
    kind: 'content',
    ...change,
  };
}

test('messages of one sender within minutes are one run, and a new day begins anew', () => {
  const items = threadItems(
    [
      message('a', 0),
      message('a', 1),
      message('me', 2),
      message('a', 3),
      message('a', 30),
      message('a', 24 * 60),
    ],
    true,
  );
  expect(
    items.map((item) => (item.kind === 'bubble' ? [item.isFirst, item.showsSender] : item.kind)),
  ).toEqual([
    'day',
    [true, true],
    [false, false],
    [true, false],
    [true, true],
    [true, true],
    'day',
    [true, true],
  ]);
});

test('a group update is a line of its own and ends a run; in a DM it is not shown', () => {
  const thread = [
    message('a', 0),
    message('a', 1, { kind: 'groupUpdate', text: 'Renamed' }),
    message('a', 2),
  ];
  expect(threadItems(thread, true).map((item) => item.kind)).toEqual(['day', 'bubble', 'update', 'bubble']);
  expect(threadItems(thread, false).map((item) => item.kind)).toEqual(['day', 'bubble', 'bubble']);
});
