import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { utf8Encode } from '../bytes/bytes.ts';
import { contentToBytes } from '../content/contentBytes.ts';
import { encodeText } from '../content/textContent.ts';
import { type EncodedContent, EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import type { MessageBody, TableRecord } from '../records.ts';
import { unsafeMemoryDatabase } from '../storage/memory/unsafeMemoryDatabase.ts';
import { messageViews } from './messageViews.ts';

const own = '0a'.repeat(32);
const peer = '0b'.repeat(32);
const here = '0c'.repeat(16);
const asked = 'aa'.repeat(32);

function row(key: string, content: EncodedContent, change: Partial<MessageBody> = {}, place = here) {
  const body: MessageBody = {
    groupId: here,
    senderInboxId: peer,
    sentAtNs: 1n,
    kind: 'content',
    status: 'sent',
    content: contentToBytes(content),
    ...change,
  };
  return { key, clear: { conversationId: place, order: '1' }, body } satisfies TableRecord<'messages'>;
}

const reply = (inner: EncodedContent): EncodedContent =>
  create(EncodedContentSchema, {
    type: { authorityId: 'xmtp.org', typeId: 'reply', versionMajor: 1, versionMinor: 0 },
    parameters: { reference: asked },
    content: contentToBytes(inner),
  });

async function view(parent: TableRecord<'messages'> | undefined, answer: EncodedContent) {
  const database = unsafeMemoryDatabase();
  if (parent !== undefined) await database.commit([{ kind: 'put', table: 'messages', record: parent }]);
  const context = { database, clock: { nowMs: () => 1_000 }, account: { inboxId: own } };
  const [message] = await messageViews(context, [row('bb'.repeat(32), answer)]);
  return message;
}

const answer = reply(encodeText('yes'));

test('a reply quotes a message of its own conversation and of no other', async () => {
  expect((await view(row(asked, encodeText('sure?')), answer))?.repliedTo).toEqual({
    messageId: asked,
    senderInboxId: peer,
    text: 'sure?',
    isDeleted: false,
    isKnown: true,
  });
  const unknown = { messageId: asked, text: '', isDeleted: false, isKnown: false };
  expect((await view(undefined, answer))?.repliedTo).toEqual(unknown);
  const elsewhere = row(asked, encodeText('secret'), {}, '0d'.repeat(16));
  expect((await view(elsewhere, answer))?.repliedTo).toEqual(unknown);
  const aside = row(asked, encodeText('aside'), {}, `${here}/aside`);
  expect((await view(aside, answer))?.repliedTo).toEqual(unknown);
  const over = row(asked, encodeText('over'), { expiresAtNs: 1_000_000_000n });
  expect((await view(over, answer))?.repliedTo).toEqual(unknown);
  const soon = row(asked, encodeText('soon'), { expiresAtNs: 1_000_000_001n });
  expect((await view(soon, answer))?.repliedTo).toMatchObject({ text: 'soon' });
});

test('an answer of a type that we do not know still quotes', async () => {
  const strange = create(EncodedContentSchema, {
    type: { authorityId: 'example.org', typeId: 'dance', versionMajor: 1, versionMinor: 0 },
    fallback: 'danced',
    content: utf8Encode('?'),
  });
  const message = await view(row(asked, encodeText('shall we?')), reply(strange));
  expect(message).toMatchObject({ text: 'danced', repliedTo: { text: 'shall we?' } });
  expect(message?.content).toBeUndefined();
});

test('of a message that is being deleted nothing is shown, though its content is still there', async () => {
  const deletion = { byInboxId: own, isPending: true };
  const database = unsafeMemoryDatabase();
  const context = { database, clock: { nowMs: () => 1_000 }, account: { inboxId: own } };
  const reactions = [{ content: '👍', schema: 'unicode', inboxIds: [peer] }] as const;
  const [message] = await messageViews(context, [row(asked, encodeText('oops'), { deletion, reactions })]);
  expect(message).toMatchObject({ text: '', contentType: '', deletedBy: own, reactions: [] });
  expect(message).not.toHaveProperty('content');
  expect(message).not.toHaveProperty('encoded');
});
