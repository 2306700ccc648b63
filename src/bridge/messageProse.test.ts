import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ContentView } from './contentView.ts';
import { messageProse } from './messageProse.ts';
import type { MessageView } from './messageView.ts';

const locale: Record<string, { message: string }> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../extension/public/_locales/en/messages.json'), 'utf8'),
);
const me = 'aa'.repeat(32);
const other = 'bb'.repeat(32);

const say = (key: string, ...substitutions: readonly string[]) => {
  const found = locale[key];
  if (found === undefined) throw new Error(`no such string: ${key}`);
  return found.message
    .replaceAll('$TYPE$', '$1')
    .replace(/\$(\d)/gu, (_, place) => substitutions[Number(place) - 1] ?? '');
};
const nameOf = (inboxId: string) => (inboxId === me ? say('you') : 'Bo');

const message = (fields: Partial<MessageView>): MessageView => ({
  messageId: '01'.repeat(32),
  conversationId: '02'.repeat(16),
  senderInboxId: other,
  isOwn: false,
  sentAtNs: '1',
  contentType: 'xmtp.org/text:1.0',
  text: '',
  isTruncated: false,
  status: 'sent',
  kind: 'content',
  reactions: [],
  ...fields,
});
const prose = (fields: Partial<MessageView>) => messageProse(message(fields), { say, nameOf });
const none = { inboxIds: [], count: 0 };
const update = (fields: Partial<ContentView & { kind: 'groupUpdate' }>): Partial<MessageView> => ({
  kind: 'groupUpdate',
  content: {
    kind: 'groupUpdate',
    added: none,
    removed: none,
    left: none,
    adminsAdded: none,
    adminsRemoved: none,
    superAdminsAdded: none,
    superAdminsRemoved: none,
    changes: [],
    ...fields,
  },
});
const file = (filename: string, mimeType?: string): Partial<MessageView> => ({
  content: {
    kind: 'attachments',
    count: 1,
    items: [{ filename, ...(mimeType === undefined ? {} : { mimeType }) }],
  },
});

test.each<[Partial<MessageView>, string]>([
  [{ text: 'a' }, 'a'],
  [{ text: 'a', deletedBy: other }, 'Message deleted'],
  [{ text: '**a** [b](https://c.example) `d`\n## e', content: { kind: 'markdown' } }, 'a b d\ne'],
  [
    { text: '| a | b |\n|---|:-:|\n| c | d |\n\n---\n- [ ] e', content: { kind: 'markdown' } },
    'a b\nc d\n\ne',
  ],
  [file('A.JPG'), 'Photo'],
  [file('', 'image/webp'), 'Photo'],
  [file('a.mp4'), 'Video'],
  [file('report.pdf'), 'File: report.pdf'],
  [file(''), 'File'],
  [{ content: { kind: 'attachments', count: 3, items: [] } }, '3 files'],
  [{ content: { kind: 'intent', questionId: 'q', actionId: 'yes' } }, 'Chose yes'],
  [{ content: { kind: 'leaveRequest' } }, 'Asked to leave the group'],
  [update({ byInboxId: me, added: { inboxIds: [other], count: 1 } }), 'You added Bo'],
  [update({ byInboxId: other, added: { inboxIds: [me], count: 3 } }), 'Bo added you and 2 more'],
  [update({ left: { inboxIds: [me], count: 1 } }), 'You left'],
  [
    update({
      byInboxId: other,
      changes: [
        { field: 'disappearing', value: '1' },
        { field: 'disappearing', value: '2' },
        { field: 'name', value: '' },
      ],
    }),
    'Bo changed how long messages stay\nBo removed the name of the group',
  ],
  [update({}), 'Somebody changed the settings of the group'],
])('%j', (fields, expected) => {
  expect(prose(fields)).toBe(expected);
});

test('every other kind says something', () => {
  for (const fields of [
    { kind: 'undecryptable' },
    { contentType: 'a.example/b:1.0' },
    { content: { kind: 'transactionReference', networkId: '1', reference: '0x' } },
    { content: { kind: 'walletSendCalls', chainId: '1', from: '0x', calls: [], callCount: 1 } },
    { content: { kind: 'actions', questionId: '', question: 'Well?', actions: [], isExpired: false } },
    { content: { kind: 'notification', typeId: 'a', title: 'T', body: 'B' } },
  ] satisfies Partial<MessageView>[]) {
    expect(prose(fields)).not.toBe('');
  }
});
