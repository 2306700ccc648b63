import { expect, test } from 'vitest';
import type { Conversation, Message } from '../core/client/client.ts';
import { WalletInboxError } from '../core/errors.ts';
import { createPrinter } from './printer.ts';

const message: Message = {
  messageId: 'aa',
  conversationId: 'cc',
  senderInboxId: 'ss'.repeat(32),
  isOwn: false,
  sentAtNs: 1_700_000_000_123_456_789n,
  contentType: 'xmtp.org/text:1.0',
  text: 'hello\u001b[31m\nthere',
  status: 'sent',
  kind: 'content',
  reactions: [],
};

const conversation: Conversation = {
  conversationId: 'cc',
  kind: 'dm',
  name: '',
  peerInboxId: 'pp',
  memberInboxIds: ['pp'],
  consent: 'allowed',
  isActive: true,
  unreadCount: 2,
  lastMessage: message,
  lastActivityNs: message.sentAtNs,
  createdAtNs: 1n,
  isMuted: false,
  isPinned: false,
  isArchived: false,
  maybeForked: false,
};

function printed(json: boolean) {
  const out: string[] = [];
  const err: string[] = [];
  const printer = createPrinter(json, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { printer, out, err };
}

test('json rows are one line each, with times as decimal strings', () => {
  const { printer, out, err } = printed(true);
  printer.message(message);
  printer.conversation(conversation);
  const messageRow = {
    conversationId: 'cc',
    messageId: 'aa',
    senderInboxId: message.senderInboxId,
    sentAtNs: '1700000000123456789',
    contentType: 'xmtp.org/text:1.0',
    text: message.text,
    kind: 'content',
    status: 'sent',
    isOwn: false,
  };
  expect(out.map((line) => JSON.parse(line))).toEqual([
    messageRow,
    {
      conversationId: 'cc',
      kind: 'dm',
      name: '',
      peerInboxId: 'pp',
      memberInboxIds: ['pp'],
      consent: 'allowed',
      isActive: true,
      unreadCount: 2,
      createdAtNs: '1',
      lastMessage: messageRow,
    },
  ]);
  expect(out.join('')).not.toContain('\n');
  expect(err).toEqual([]);
});

test('text keeps a stranger from steering the terminal', () => {
  const { printer, out } = printed(false);
  printer.message(message);
  expect(out).toEqual([`2023-11-14 22:13:20  ${'ss'.repeat(4)}  hello [31m\n  there`]);
});

test('what hangs on a message is printed, and that it was deleted', () => {
  const liked: Message = {
    ...message,
    reactions: [{ content: '👍\u001b', schema: 'unicode', inboxIds: ['a', 'b'], isOwn: false }],
    repliedTo: { messageId: 'bb', text: 'before', isDeleted: false, isKnown: true },
  };
  const deleted: Message = { ...message, text: '', deletedBy: 'dd' };
  const json = printed(true);
  json.printer.message(liked);
  json.printer.message(deleted);
  const [likedRow, deletedRow] = json.out.map((line) => JSON.parse(line));
  expect(likedRow).toMatchObject({
    repliedToId: 'bb',
    reactions: [{ content: '👍\u001b', schema: 'unicode', inboxIds: ['a', 'b'] }],
  });
  expect(deletedRow).toMatchObject({ deletedBy: 'dd', text: '' });
  const text = printed(false);
  text.printer.message(liked);
  text.printer.message(deleted);
  expect(text.out[0]).toMatch(/there {2}👍 {2}2$/);
  expect(text.out[1]).toMatch(/ {2}\(deleted\)$/);
});

test('errors are coded; a foreign one shows its kind but not its text', () => {
  for (const json of [true, false]) {
    const { printer, out, err } = printed(json);
    printer.error(new WalletInboxError('Node.Unreachable', 'The node did not answer.'));
    printer.error(new TypeError('secret'));
    printer.usage('No.', 'HELP');
    expect(out).toEqual([]);
    expect(err[0]).toContain('Node.Unreachable');
    expect(err[1]).toContain('Cli.Internal');
    expect(err[2]).toContain('No.');
    expect(err.join()).not.toContain('secret');
    if (json) expect(err.map((line) => JSON.parse(line).retryable)).toEqual([true, false, false]);
  }
});
