import { create, toBinary } from '@bufbuild/protobuf';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { contentViewSchema } from '../../bridge/contentView.ts';
import type { MessageContent } from '../../core/content/messageContent.ts';
import { EncodedContentSchema } from '../../core/gen/mls/message_contents/content_pb.js';
import { GroupUpdatedSchema } from '../../core/gen/mls/message_contents/transcript_messages_pb.js';
import { toContentView, toGroupUpdateView } from './toContentView.ts';

const nowMs = Date.parse('2026-01-01T12:00:00.000Z');
const file = {
  url: 'https://files.example:8443/a?b=c',
  contentDigest: 'ab'.repeat(32),
  secret: new Uint8Array(32).fill(1),
  salt: new Uint8Array(32).fill(2),
  nonce: new Uint8Array(12).fill(3),
  scheme: 'https://',
};
const from = `0x${'ab'.repeat(20)}`;

const view = (content: MessageContent) => {
  const made = toContentView(content, nowMs);
  // What leaves the worker must pass the windows’ schema.
  return made === undefined ? undefined : v.parse(contentViewSchema, JSON.parse(JSON.stringify(made)));
};

test('keys, salts and addresses of files stay in the worker', () => {
  const made = view({
    kind: 'multiRemoteAttachment',
    attachments: [{ ...file, filename: 'a.pdf', contentLength: 12 }, file],
  });
  expect(made).toEqual({
    kind: 'attachments',
    count: 2,
    items: [
      { filename: 'a.pdf', sizeBytes: 12, host: 'files.example:8443' },
      { filename: '', host: 'files.example:8443' },
    ],
  });
});

test('more files than a window is shown are counted', () => {
  const made = view({ kind: 'multiRemoteAttachment', attachments: Array.from({ length: 40 }, () => file) });
  expect(made).toMatchObject({ kind: 'attachments', count: 40, items: { length: 20 } });
});

test('a reply is what it says', () => {
  const reference = 'cd'.repeat(32);
  const inner: MessageContent = {
    kind: 'attachment',
    filename: 'x',
    mimeType: 'image/png',
    data: new Uint8Array(3),
  };
  expect(view({ kind: 'reply', reference, content: inner })).toMatchObject({
    kind: 'attachments',
    items: [{ filename: 'x', sizeBytes: 3 }],
  });
  expect(view({ kind: 'reply', reference, content: { kind: 'text', text: 'a' } })).toBeUndefined();
});

test('numbers of calls are exact, long data is cut and counted', () => {
  const made = view({
    kind: 'walletSendCalls',
    version: '1.0',
    chainId: '0x2105',
    from,
    calls: [
      {
        to: from,
        value: `0x${'f'.repeat(64)}`,
        data: `0x${'00'.repeat(5_000)}`,
        description: 'x'.repeat(900),
      },
      { to: from },
    ],
  });
  expect(made).toMatchObject({
    chainId: '8453',
    callCount: 2,
    calls: [{ value: (2n ** 256n - 1n).toString(), dataBytes: 5_000 }, { dataBytes: 0 }],
  });
});

test('what expired says so', () => {
  const choice = { id: 'a', label: 'Yes' };
  const question = { kind: 'actions', id: 'q', description: 'Well?' } as const;
  const at = (time: string) => ({ expiresAt: `2026-01-01T${time}.000Z` });
  expect(view({ ...question, actions: [choice], ...at('11:59:59') })).toMatchObject({ isExpired: true });
  expect(view({ ...question, actions: [{ ...choice, ...at('11:00:00') }], ...at('12:00:01') })).toMatchObject(
    {
      isExpired: false,
      actions: [{ isExpired: true, style: 'secondary' }],
    },
  );
});

test.each([
  [{ amount: 1_250_000, decimals: 6 }, '1.25'],
  [{ amount: 5, decimals: 18 }, '0.000000000000000005'],
  [{ amount: 0, decimals: 0 }, '0'],
  [{ amount: 2 ** 60, decimals: 18 }, undefined],
  [{ amount: 1.5, decimals: 1 }, undefined],
  [{ amount: 5 }, undefined],
])('%j of a transaction is %s', (metadata, amount) => {
  const made = view({
    kind: 'transactionReference',
    networkId: '8453',
    reference: '0xab',
    metadata: { ...metadata, currency: 'USDC' },
  });
  expect(made).toEqual({
    kind: 'transactionReference',
    networkId: '8453',
    reference: '0xab',
    currency: 'USDC',
    ...(amount === undefined ? {} : { amount }),
  });
});

test('a change of a group by its parts; ids that are none are counted but not named', () => {
  const id = 'ab'.repeat(32);
  const encoded = create(EncodedContentSchema, {
    type: { authorityId: 'xmtp.org', typeId: 'group_updated', versionMajor: 1, versionMinor: 0 },
    content: toBinary(
      GroupUpdatedSchema,
      create(GroupUpdatedSchema, {
        initiatedByInboxId: id,
        addedInboxes: [{ inboxId: id }, { inboxId: 'somebody' }],
        metadataFieldChanges: [
          { fieldName: 'group_name', newValue: 'A' },
          { fieldName: 'constructor', newValue: 'B' },
        ],
      }),
    ),
  });
  const made = toGroupUpdateView(encoded);
  expect(v.parse(contentViewSchema, made)).toMatchObject({
    byInboxId: id,
    added: { inboxIds: [id], count: 2 },
    changes: [
      { field: 'name', value: 'A' },
      { field: 'other', value: 'B' },
    ],
  });
  expect(toGroupUpdateView(create(EncodedContentSchema, {}))).toBeUndefined();
});
