import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Encode } from '../bytes/bytes.ts';
import { type EncodedContent, EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import { DeleteMessageSchema } from '../gen/mls/message_contents/content_types/delete_message_pb.js';
import { MultiRemoteAttachmentSchema } from '../gen/mls/message_contents/content_types/multi_remote_attachment_pb.js';
import { ReactionV2Schema } from '../gen/mls/message_contents/content_types/reaction_pb.js';
import { GroupUpdatedSchema } from '../gen/mls/message_contents/transcript_messages_pb.js';
import { contentToBytes } from './contentBytes.ts';
import { describeContent, describeContentBytes } from './describeContent.ts';
import { encodeText } from './textContent.ts';
import { unsafeEncoded as content } from './unsafeEncoded.ts';

const messageId = 'ab'.repeat(32);
const key = '07'.repeat(32);
const address = `0x${'1'.repeat(40)}`;
const remote = {
  url: 'https://example.org/x',
  contentDigest: key,
  secret: new Uint8Array(32),
  salt: new Uint8Array(32),
  nonce: new Uint8Array(12),
  scheme: 'https://',
};
const inbox = (digit: string): string => digit.repeat(64);

test('text is encoded as libxmtp encodes it and read back', () => {
  const encoded = encodeText('Hi ä漢😀');
  expect(Buffer.from(contentToBytes(encodeText('Hi'))).toString('hex')).toBe(
    '0a120a08786d74702e6f7267120474657874180112110a08656e636f64696e6712055554462d3822024869',
  );
  expect(describeContentBytes(contentToBytes(encoded))).toEqual({
    contentType: 'xmtp.org/text:1.0',
    text: 'Hi ä漢😀',
    isVisible: true,
    shouldPush: true,
  });
});

test.each<[EncodedContent, string, Partial<ReturnType<typeof describeContent>>]>([
  [content('xmtp.org/text:1.7', 'later minor'), 'later minor', { shouldPush: true }],
  [content('xmtp.org/markdown:1.0', '**bold**'), '**bold**', { shouldPush: true }],
  [content('xmtp.org/readReceipt:1.0', ''), '', { isVisible: false, shouldPush: false }],
  [
    content(
      'xmtp.org/reaction:2.0',
      toBinary(
        ReactionV2Schema,
        create(ReactionV2Schema, { reference: messageId, action: 1, content: '👍' }),
      ),
    ),
    'Reacted with 👍',
    { isVisible: false, shouldPush: false, reference: { messageId } },
  ],
  [
    content('xmtp.org/reaction:1.0', {
      action: 'removed',
      reference: messageId,
      referenceInboxId: inbox('1'),
      schema: 'unicode',
      content: '👍',
    }),
    'Took back 👍',
    { reference: { messageId, inboxId: inbox('1') } },
  ],
  [
    content('xmtp.org/reaction:1.0', '❤', {
      parameters: { action: 'added', reference: messageId, schema: 'unicode' },
    }),
    'Reacted with ❤',
    { reference: { messageId } },
  ],
  [
    content('xmtp.org/reply:1.0', contentToBytes(encodeText('answer')), {
      parameters: { reference: messageId },
    }),
    'answer',
    { reference: { messageId } },
  ],
  [content('xmtp.org/attachment:1.0', 'x', { parameters: { filename: 'a.png' } }), 'Attachment: a.png', {}],
  [
    content('xmtp.org/remoteStaticAttachment:1.0', 'https://example.org/x', {
      parameters: { contentDigest: key, secret: key, salt: key, nonce: '00'.repeat(12), scheme: 'https://' },
    }),
    'Attachment',
    {},
  ],
  [
    content(
      'xmtp.org/multiRemoteStaticAttachment:1.0',
      toBinary(
        MultiRemoteAttachmentSchema,
        create(MultiRemoteAttachmentSchema, { attachments: [{ ...remote, filename: 'a' }, remote] }),
      ),
    ),
    'Attachment: a\nAttachment',
    {},
  ],
  [
    content('xmtp.org/transactionReference:1.0', { networkId: 1, reference: '0xab' }),
    'Transaction: 0xab',
    {},
  ],
  [
    content('xmtp.org/walletSendCalls:1.0', {
      version: '1.0',
      chainId: '0x1',
      from: address,
      calls: [{ to: address, value: '0x1', metadata: { description: 'Pay\n1' } }, { to: address }],
    }),
    'Transaction request\nPay 1',
    {},
  ],
  [
    content('coinbase.com/actions:1.0', {
      id: 'q',
      description: 'Which?',
      actions: [
        { id: 'a', label: 'A' },
        { id: 'b', label: 'B' },
      ],
    }),
    'Which?\n[1] A\n[2] B',
    {},
  ],
  [content('coinbase.com/intent:1.0', { id: 'q', actionId: 'a' }), 'Chose a', {}],
  [
    content(
      'xmtp.org/deleteMessage:1.0',
      toBinary(DeleteMessageSchema, create(DeleteMessageSchema, { messageId })),
    ),
    '',
    { isVisible: false, shouldPush: false, reference: { messageId } },
  ],
  [content('xmtp.org/leave_request:1.0', ''), 'Asked to leave the group', { shouldPush: false }],
  [content('xmtp.org/application/x-protobuf:1.0', 'x'), '', { isVisible: false, shouldPush: false }],
])('%# is read as %s', (encoded, text, facts) => {
  const description = describeContent(encoded);
  expect(description).toMatchObject({ text, ...facts });
  expect(description.problem).toBeUndefined();
});

test('a group update is told in sentences with the names that the caller knows', () => {
  const update = create(GroupUpdatedSchema, {
    initiatedByInboxId: inbox('1'),
    addedInboxes: [{ inboxId: inbox('2') }, { inboxId: inbox('3') }],
    leftInboxes: [{ inboxId: inbox('4') }],
    addedAdminInboxes: [{ inboxId: inbox('2') }],
    metadataFieldChanges: [{ fieldName: 'group_name', newValue: 'A\u202e\nB' }],
  });
  const encoded = content('xmtp.org/group_updated:1.0', toBinary(GroupUpdatedSchema, update));
  const nameOf = (inboxId: string): string => `P${inboxId[0]}`;
  expect(describeContent(encoded, { nameOf }).text).toBe(
    'P1 added P2 and P3\nP4 left\nP1 made P2 admin\nP1 named the group A B',
  );
  expect(describeContent(encoded).text).toContain('111111… added 222222… and 333333…');
  expect(describeContent(encoded)).toMatchObject({ isVisible: true, shouldPush: false });
  expect(describeContent(encoded, { ownInboxId: inbox('1') }).text).toContain('You added 222222…');
  expect(describeContent(encoded, { ownInboxId: inbox('2') }).text).toContain(
    '111111… added you and 333333…',
  );
});

test('the fallback rule', () => {
  const unknown = content('example.org/poll:1.0', 'x', { fallback: 'A poll' });
  expect(describeContent(unknown)).toEqual({
    contentType: 'example.org/poll:1.0',
    text: 'A poll',
    isVisible: true,
    shouldPush: true,
    problem: 'unknownType',
  });
  expect(describeContent(content('example.org/typing:1.0', 'x'))).toMatchObject({
    text: '',
    isVisible: false,
  });
  expect(describeContent(content('xmtp.org/text:2.0', 'x', { fallback: 'new text' }))).toMatchObject({
    text: 'new text',
    problem: 'unknownType',
  });
  expect(describeContent(create(EncodedContentSchema, { fallback: 'f' }))).toMatchObject({
    contentType: '',
    text: 'f',
    problem: 'noType',
  });
});

test('a damaged payload of a known type keeps its row and its fallback', () => {
  const damaged = [
    content('xmtp.org/text:1.0', Uint8Array.of(0xff), { fallback: 'f' }),
    content('xmtp.org/text:1.0', 'x', { fallback: 'f', parameters: { encoding: 'UTF-16' } }),
    content('xmtp.org/reply:1.0', Uint8Array.of(0xff), { fallback: 'f' }),
    content('xmtp.org/transactionReference:1.0', '[]', { fallback: 'f' }),
    content('coinbase.com/actions:1.0', '{}', { fallback: 'f' }),
    content('coinbase.com/intent:1.0', 'null', { fallback: 'f' }),
    content('xmtp.org/group_updated:1.0', Uint8Array.of(0x0a), { fallback: 'f' }),
  ];
  for (const encoded of damaged) {
    expect(describeContent(encoded)).toMatchObject({ text: 'f', isVisible: true, problem: 'malformed' });
  }
  expect(describeContent(content('xmtp.org/text:1.0', 'x', { compression: 1, fallback: 'f' }))).toMatchObject(
    {
      text: 'f',
      problem: 'compressed',
    },
  );
  expect(describeContentBytes(Uint8Array.of(0x0a))).toMatchObject({ isVisible: true, problem: 'malformed' });
});

test('a damaged payload of a type without a row stays without one', () => {
  const damaged = content('xmtp.org/reaction:2.0', Uint8Array.of(0xff), { fallback: 'f' });
  expect(describeContent(damaged)).toMatchObject({ text: '', isVisible: false, problem: 'malformed' });
});

test('references that are no message ids are left out', () => {
  for (const reference of ['', 'zz', messageId.slice(2), `${messageId}00`]) {
    const reply = content('xmtp.org/reply:1.0', contentToBytes(encodeText('x')), {
      parameters: { reference },
    });
    expect(describeContent(reply)).not.toHaveProperty('reference');
  }
});

test('a chain of replies ends', () => {
  let encoded = encodeText('core');
  for (let depth = 0; depth < 3; depth += 1) encoded = content('xmtp.org/reply:1.0', contentToBytes(encoded));
  expect(describeContent(encoded).text).toBe('core');
  for (let depth = 0; depth < 500; depth += 1)
    encoded = content('xmtp.org/reply:1.0', contentToBytes(encoded));
  expect(describeContent(encoded).text).toBe('');
});

test('foreign names cannot break a line, turn its direction or fill the screen', () => {
  const filename = `a\n\u202egnp.exe${'x'.repeat(5000)}😀`;
  const { text } = describeContent(content('xmtp.org/attachment:1.0', 'x', { parameters: { filename } }));
  expect(text).toMatch(/^Attachment: a gnp\.exex+…$/);
  expect(text.length).toBeLessThan(280);
});

test('random bytes never throw, as a content and as the payload of every type', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(typeof describeContentBytes(bytes).text).toBe('string');
    }),
    { numRuns: 500 },
  );
  const names = [
    'xmtp.org/text:1.0',
    'xmtp.org/markdown:1.0',
    'xmtp.org/reply:1.0',
    'xmtp.org/reaction:1.0',
    'xmtp.org/reaction:2.0',
    'xmtp.org/readReceipt:1.0',
    'xmtp.org/attachment:1.0',
    'xmtp.org/remoteStaticAttachment:1.0',
    'xmtp.org/multiRemoteStaticAttachment:1.0',
    'xmtp.org/transactionReference:1.0',
    'xmtp.org/walletSendCalls:1.0',
    'coinbase.com/actions:1.0',
    'coinbase.com/intent:1.0',
    'xmtp.org/deleteMessage:1.0',
    'xmtp.org/leave_request:1.0',
    'xmtp.org/group_updated:1.0',
    'xmtp.org/group_membership_change:1.0',
    'xmtp.org/application/x-protobuf:1.0',
  ];
  const payload = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.json().map(utf8Encode));
  const parameters = fc.dictionary(
    fc.constantFrom('reference', 'encoding', 'filename', '__proto__'),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.constantFrom(...names), payload, parameters, (name, bytes, given) => {
      const description = describeContent(content(name, bytes, { parameters: given }));
      expect(typeof description.text).toBe('string');
      expect(description.contentType).toBe(name);
    }),
    { numRuns: 1000 },
  );
});
