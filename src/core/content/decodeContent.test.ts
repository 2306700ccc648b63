import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes, utf8Decode, utf8Encode } from '../bytes/bytes.ts';
import { WalletInboxError } from '../errors.ts';
import { type EncodedContent, EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import { MultiRemoteAttachmentSchema } from '../gen/mls/message_contents/content_types/multi_remote_attachment_pb.js';
import { ReactionV2Schema } from '../gen/mls/message_contents/content_types/reaction_pb.js';
import { contentToBytes } from './contentBytes.ts';
import { decodeContent } from './decodeContent.ts';
import { describeContent } from './describeContent.ts';
import { encodeContent } from './encodeContent.ts';
import type { MessageContent, RemoteAttachment } from './messageContent.ts';
import { encodeText } from './textContent.ts';
import { unsafeEncoded as content } from './unsafeEncoded.ts';

const messageId = 'ab'.repeat(32);
const address = `0x${'1'.repeat(40)}`;

const reaction = (fields: MessageInitShape<typeof ReactionV2Schema>): EncodedContent =>
  content('xmtp.org/reaction:2.0', toBinary(ReactionV2Schema, create(ReactionV2Schema, fields)));

test('what other clients write, or wrote once, is read', () => {
  expect(
    decodeContent(
      content('xmtp.org/reaction:1.0', {
        action: 'removed',
        reference: messageId.toUpperCase(),
        referenceInboxId: 'nobody',
        schema: 'unicode',
        content: '👍',
      }),
    ),
  ).toEqual({ kind: 'reaction', reference: messageId, action: 'removed', content: '👍', schema: 'unicode' });
  expect(
    decodeContent(
      content('xmtp.org/reaction:1.0', '❤', {
        parameters: { action: 'added', reference: messageId, schema: 'emoji' },
      }),
    ),
  ).toEqual({ kind: 'reaction', reference: messageId, action: 'added', content: '❤', schema: 'custom' });
  // Neither action nor schema is said: it is not a removal.
  expect(decodeContent(reaction({ reference: messageId, content: 'x' }))).toMatchObject({
    action: 'added',
    schema: 'custom',
  });
  expect(
    decodeContent(content('xmtp.org/transactionReference:1.0', { networkId: 1, reference: '0x1', more: 1 })),
  ).toEqual({ kind: 'transactionReference', networkId: '1', reference: '0x1' });
  expect(
    decodeContent(
      content('xmtp.org/walletSendCalls:1.0', {
        version: '1.0',
        chainId: '0x1',
        from: address,
        calls: [{ to: address, data: null, metadata: { description: 'd', hostname: 'x' } }],
        capabilities: { paymasterService: { url: 'https://p.example' } },
      }),
    ),
  ).toEqual({
    kind: 'walletSendCalls',
    version: '1.0',
    chainId: '0x1',
    from: address,
    calls: [{ to: address, description: 'd' }],
    capabilities: { paymasterService: '{"url":"https://p.example"}' },
  });
  expect(
    decodeContent(
      content('coinbase.com/actions:1.0', {
        id: 'q',
        description: 'd',
        actions: [{ id: 'a', label: 'A', style: 'loud', image_url: 'javascript:alert(1)' }],
        expires_at: '2026-01-02T03:04:05+01:00',
      }),
    ),
  ).toEqual({
    kind: 'actions',
    id: 'q',
    description: 'd',
    actions: [{ id: 'a', label: 'A' }],
    expiresAt: '2026-01-02T02:04:05.000Z',
  });
  expect(
    decodeContent(
      content('coinbase.com/intent:1.0', '{"id":"q","action_id":"a","metadata":{"l":[1],"__proto__":"p"}}'),
    ),
  ).toEqual({ kind: 'intent', id: 'q', actionId: 'a', metadata: Object.fromEntries([['__proto__', 'p']]) });
  expect(decodeContent(content('xmtp.org/attachment:1.0', 'x'))).toEqual({
    kind: 'attachment',
    mimeType: 'application/octet-stream',
    data: utf8Encode('x'),
  });
  expect(
    decodeContent(
      content('xmtp.org/remoteStaticAttachment:1.0', 'https://files.example/ä b', { parameters: remote }),
    ),
  ).toMatchObject({
    attachment: { url: 'https://files.example/%C3%A4%20b', contentDigest: '0f'.repeat(32) },
  });
});

const remote = {
  contentDigest: '0F'.repeat(32),
  secret: '01'.repeat(32),
  salt: '02'.repeat(32),
  nonce: '03'.repeat(12),
  scheme: 'https://',
};
const calls = { version: '1.0', chainId: '0x1', from: address, calls: [{ to: address }] };
const actions = { id: 'q', description: 'd', actions: [{ id: 'a', label: 'A' }] };

test.each<[string, EncodedContent]>([
  ['unknown type', content('example.org/poll:1.0', 'x')],
  ['other major version', content('xmtp.org/text:2.0', 'x')],
  ['compressed', content('xmtp.org/text:1.0', 'x', { compression: 1 })],
  ['no type', create(EncodedContentSchema, { content: utf8Encode('x') })],
  ['group update', content('xmtp.org/group_updated:1.0', '')],
  ['no UTF-8', content('xmtp.org/text:1.0', Uint8Array.of(0xff))],
  ['reaction to nothing', reaction({ content: 'x' })],
  ['reaction without content', reaction({ reference: messageId })],
  ['reaction that is a text', reaction({ reference: messageId, content: 'x'.repeat(65) })],
  ['reply to nothing', content('xmtp.org/reply:1.0', contentToBytes(encodeText('x')))],
  [
    'reply that deletes',
    content('xmtp.org/reply:1.0', contentToBytes(encodeContent({ kind: 'deleteMessage', messageId })), {
      parameters: { reference: messageId },
    }),
  ],
  [
    'file over http',
    content('xmtp.org/remoteStaticAttachment:1.0', 'http://a.example/', { parameters: remote }),
  ],
  [
    'file at a script',
    content('xmtp.org/remoteStaticAttachment:1.0', 'javascript:1', { parameters: remote }),
  ],
  [
    'file without a key',
    content('xmtp.org/remoteStaticAttachment:1.0', 'https://a.example/', {
      parameters: { ...remote, secret: '' },
    }),
  ],
  [
    'files, one without an address',
    content(
      'xmtp.org/multiRemoteStaticAttachment:1.0',
      toBinary(MultiRemoteAttachmentSchema, create(MultiRemoteAttachmentSchema, { attachments: [{}] })),
    ),
  ],
  ['transaction without chain', content('xmtp.org/transactionReference:1.0', { reference: '0x1' })],
  [
    'JSON that is too long',
    content('xmtp.org/transactionReference:1.0', { reference: '0x1', networkId: 1, x: 'x'.repeat(300_000) }),
  ],
  [
    'more calls than are shown',
    content('xmtp.org/walletSendCalls:1.0', { ...calls, calls: Array(17).fill({ to: address }) }),
  ],
  ['a call that is none', content('xmtp.org/walletSendCalls:1.0', { ...calls, calls: [{ to: address }, 3] })],
  [
    'a call to a number',
    content('xmtp.org/walletSendCalls:1.0', { ...calls, calls: [{ to: 3, data: '0x' }] }),
  ],
  [
    'a value in decimals',
    content('xmtp.org/walletSendCalls:1.0', { ...calls, calls: [{ to: address, value: '10' }] }),
  ],
  ['a chain in decimals', content('xmtp.org/walletSendCalls:1.0', { ...calls, chainId: '8453' })],
  ['an expiry that is none', content('coinbase.com/actions:1.0', { ...actions, expiresAt: 'soon' })],
  [
    'one choice twice',
    content('coinbase.com/actions:1.0', { ...actions, actions: [...actions.actions, ...actions.actions] }),
  ],
  ['an answer to nothing', content('coinbase.com/intent:1.0', { actionId: 'a' })],
  ['a deletion of nothing', content('xmtp.org/deleteMessage:1.0', '')],
])('%s is not decoded', (_name, encoded) => {
  expect(decodeContent(encoded)).toBeUndefined();
});

test('a chain of replies ends', () => {
  let encoded = encodeText('core');
  const wrap = (): EncodedContent =>
    content('xmtp.org/reply:1.0', contentToBytes(encoded), { parameters: { reference: messageId } });
  for (let depth = 0; depth < 3; depth += 1) encoded = wrap();
  expect(decodeContent(encoded)).toMatchObject({ content: { content: { content: { text: 'core' } } } });
  encoded = wrap();
  expect(decodeContent(encoded)).toBeUndefined();
  for (let depth = 0; depth < 500; depth += 1) encoded = wrap();
  expect(decodeContent(encoded)).toBeUndefined();
});

const remoteAttachment: RemoteAttachment = {
  url: 'https://files.example/a',
  contentDigest: '0f'.repeat(32),
  secret: new Uint8Array(32),
  salt: new Uint8Array(32),
  nonce: new Uint8Array(12),
  scheme: 'https://',
};

/** One of each kind, with all of its fields. */
const samples: readonly MessageContent[] = [
  { kind: 'text', text: 'text' },
  { kind: 'markdown', text: '# text' },
  {
    kind: 'reply',
    reference: messageId,
    referenceInboxId: messageId,
    content: { kind: 'attachment', mimeType: 'text/plain', filename: 'a', data: Uint8Array.of(1) },
  },
  {
    kind: 'reaction',
    reference: messageId,
    referenceInboxId: messageId,
    action: 'removed',
    content: '👍',
    schema: 'unicode',
  },
  { kind: 'remoteAttachment', attachment: { ...remoteAttachment, contentLength: 1, filename: 'a' } },
  { kind: 'multiRemoteAttachment', attachments: [remoteAttachment, remoteAttachment] },
  { kind: 'readReceipt' },
  {
    kind: 'transactionReference',
    reference: '0x1',
    networkId: '1',
    namespace: 'eip155',
    metadata: {
      transactionType: 't',
      currency: 'C',
      amount: 1,
      decimals: 1,
      fromAddress: address,
      toAddress: address,
    },
  },
  {
    kind: 'walletSendCalls',
    version: '1.0',
    chainId: '0x1',
    from: address,
    calls: [{ to: address, data: '0x', value: '0x1', gas: '0x1', description: 'd', transactionType: 't' }],
    capabilities: { a: 'b' },
  },
  {
    kind: 'actions',
    id: 'q',
    description: 'd',
    actions: [
      {
        id: 'a',
        label: 'A',
        style: 'danger',
        imageUrl: 'https://a.example/',
        expiresAt: '2026-01-02T03:04:05.000Z',
      },
    ],
    expiresAt: '2026-01-02T03:04:05.000Z',
  },
  { kind: 'intent', id: 'q', actionId: 'a', metadata: { a: 1, b: 'c', d: true } },
  { kind: 'deleteMessage', messageId },
  { kind: 'leaveRequest' },
  { kind: 'notification', notification: { type: 't', title: 'T', body: 'B', url: 'https://a.example/' } },
];

/** The property of all that arrives, whatever it is. Answers whether it could be decoded. */
const survives = (encoded: EncodedContent): boolean => {
  const decoded = decodeContent(encoded);
  // A reply tells the text of an answer that cannot be decoded; for all others both ways of reading agree.
  if (encoded.type?.typeId !== 'reply') {
    expect(describeContent(encoded).problem).toBe(decoded === undefined ? 'malformed' : undefined);
  }
  if (decoded === undefined) return false;
  try {
    expect(decodeContent(encodeContent(decoded))).toEqual(decoded);
  } catch (error) {
    if (!(error instanceof WalletInboxError)) throw error;
    // Stricter only in what we write: nothing empty, no metadata that libxmtp would not read.
    expect(['text', 'data', 'metadata']).toContain(error.details.field);
  }
  return true;
};

const hostileBytes = fc.uint8Array({ maxLength: 80 });

test.each(samples)('$kind in random bytes never throws', (sample) => {
  const encoded = encodeContent(sample);
  expect(survives(encoded)).toBe(true);
  const parameters = fc.dictionary(
    fc.constantFrom(
      'reference',
      'encoding',
      'filename',
      'mimeType',
      'secret',
      'salt',
      'contentLength',
      '__proto__',
    ),
    fc.oneof(fc.string(), fc.constantFrom(messageId, 'UTF-8', 'text/plain', '-1', '99999999999')),
  );
  fc.assert(
    fc.property(hostileBytes, parameters, (bytes, given) => {
      survives({ ...encoded, content: bytes, parameters: given });
    }),
    { numRuns: 150 },
  );
});

test.each(samples)('$kind with a byte wrong, missing or too many never throws', (sample) => {
  const encoded = encodeContent(sample);
  const place = fc.nat({ max: Math.max(0, encoded.content.length - 1) });
  const change = fc.tuple(place, fc.nat({ max: 2 }), fc.uint8Array({ maxLength: 4 }));
  fc.assert(
    fc.property(change, fc.boolean(), ([at, taken, put], dropsParameter) => {
      const bytes = concatBytes(encoded.content.subarray(0, at), put, encoded.content.subarray(at + taken));
      const [, ...rest] = Object.entries(encoded.parameters);
      survives({
        ...encoded,
        content: bytes,
        parameters: dropsParameter ? Object.fromEntries(rest) : encoded.parameters,
      });
    }),
    { numRuns: 300 },
  );
});

/** Puts `value` at the `at`th place of a JSON value, in the order in which it is written. */
const replaceAt = (json: string, at: number, value: unknown): string => {
  let index = 0;
  return JSON.stringify(JSON.parse(json), (_name, given) => {
    index += 1;
    return index === at + 1 ? value : given;
  });
};

const jsonSamples = samples.filter(({ kind }) =>
  ['transactionReference', 'walletSendCalls', 'actions', 'intent', 'notification'].includes(kind),
);

test.each(jsonSamples)('$kind with any one value replaced never throws', (sample) => {
  const encoded = encodeContent(sample);
  const json = utf8Decode(encoded.content);
  const value = fc.oneof(
    fc.constantFrom<unknown[]>(
      ...[
        undefined,
        null,
        true,
        0,
        -1,
        1.5,
        1e300,
        '',
        'x',
        '0x',
        '0x1',
        'x'.repeat(5000),
        address,
        messageId,
      ],
      ...[
        'https://a.example/',
        'javascript:1',
        '2026-01-02T03:04:05+01:00',
        '2026-13-45T99:99:99Z',
        [],
        {},
        [[]],
      ],
      ...[[{}], Array(100).fill({}), JSON.parse('{"__proto__": {"to": "0x1"}}'), '\u202e', '\ud800'],
    ),
    fc.json().map((text) => JSON.parse(text) as unknown),
  );
  let decoded = 0;
  fc.assert(
    fc.property(fc.nat({ max: 16 }), value, (at, replacement) => {
      const changed = replaceAt(json, at, replacement);
      if (changed === undefined) return;
      if (survives({ ...encoded, content: utf8Encode(changed) })) decoded += 1;
    }),
    { numRuns: 500 },
  );
  // Both ways are walked: what still holds is read.
  expect(decoded).toBeGreaterThan(10);
});
