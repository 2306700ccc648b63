import { expect, test } from 'vitest';
import { WalletInboxError } from '../errors.ts';
import { contentFromBytes, contentToBytes } from './contentBytes.ts';
import { formatContentType } from './contentType.ts';
import { decodeContent } from './decodeContent.ts';
import { describeContent } from './describeContent.ts';
import { encodeContent } from './encodeContent.ts';
import type { MessageContent, RemoteAttachment } from './messageContent.ts';

const messageId = 'ab'.repeat(32);
const inboxId = 'cd'.repeat(32);
const address = `0x${'1'.repeat(40)}`;
const remote: RemoteAttachment = {
  url: 'https://files.example/a?b=c',
  contentDigest: '0f'.repeat(32),
  secret: new Uint8Array(32).fill(1),
  salt: new Uint8Array(32).fill(2),
  nonce: new Uint8Array(12).fill(3),
  scheme: 'https://',
  contentLength: 1234,
  filename: 'a.png',
};
const call = {
  to: address,
  data: '0xAB',
  value: '0x0',
  gas: '0x5208',
  description: 'Pay',
  transactionType: 'x',
};
const text: MessageContent = { kind: 'text', text: 'Hi ä漢😀\n' };
const reply = (content: MessageContent): MessageContent => ({ kind: 'reply', reference: messageId, content });
const notification = { type: 'fills', title: 'Filled', body: 'All of it' };

test.each<[string, MessageContent, string | undefined]>([
  ['xmtp.org/text:1.0', text, undefined],
  ['xmtp.org/markdown:1.0', { kind: 'markdown', text: '**b**' }, undefined],
  ['xmtp.org/reply:1.0', reply(text), 'Replied with "Hi ä漢😀\n" to an earlier message'],
  [
    'xmtp.org/reply:1.0',
    {
      kind: 'reply',
      reference: messageId,
      referenceInboxId: inboxId,
      content: { kind: 'remoteAttachment', attachment: remote },
    },
    'Replied to an earlier message',
  ],
  ['xmtp.org/reply:1.0', reply(reply(reply(text))), 'Replied to an earlier message'],
  [
    'xmtp.org/reaction:2.0',
    { kind: 'reaction', reference: messageId, action: 'added', content: '👍', schema: 'unicode' },
    'Reacted with "👍" to an earlier message',
  ],
  [
    'xmtp.org/reaction:2.0',
    {
      kind: 'reaction',
      reference: messageId,
      referenceInboxId: inboxId,
      action: 'removed',
      content: ':smile:',
      schema: 'shortcode',
    },
    'Removed ":smile:" from an earlier message',
  ],
  [
    'xmtp.org/attachment:1.0',
    {
      kind: 'attachment',
      filename: 'a.txt',
      mimeType: 'text/plain; charset=utf-8',
      data: Uint8Array.of(1, 2),
    },
    "Can't display a.txt. This app doesn't support attachments.",
  ],
  [
    'xmtp.org/attachment:1.0',
    { kind: 'attachment', mimeType: 'image/svg+xml', data: Uint8Array.of(0) },
    "Can't display this content. This app doesn't support attachments.",
  ],
  [
    'xmtp.org/remoteStaticAttachment:1.0',
    { kind: 'remoteAttachment', attachment: remote },
    "Can't display a.png. This app doesn't support remote attachments.",
  ],
  [
    'xmtp.org/multiRemoteStaticAttachment:1.0',
    { kind: 'multiRemoteAttachment', attachments: [remote, without(remote, 'filename', 'contentLength')] },
    "Can't display this content. This app doesn't support multiple remote attachments.",
  ],
  ['xmtp.org/readReceipt:1.0', { kind: 'readReceipt' }, undefined],
  [
    'xmtp.org/transactionReference:1.0',
    {
      kind: 'transactionReference',
      reference: '0xabc',
      networkId: '8453',
      namespace: 'eip155',
      metadata: {
        transactionType: 'transfer',
        currency: 'USDC',
        amount: 100000,
        decimals: 6,
        fromAddress: address,
        toAddress: address,
      },
    },
    '[Crypto transaction] Use a blockchain explorer to learn more using the transaction hash: 0xabc',
  ],
  [
    'xmtp.org/walletSendCalls:1.0',
    {
      kind: 'walletSendCalls',
      version: '1.0',
      chainId: '0x2105',
      from: address,
      calls: [call, { to: address }],
      capabilities: { paymaster: 'x' },
    },
    `[Transaction request generated]: {"version":"1.0","chainId":"0x2105","from":"${address}","calls":[{"to":"${address}","data":"0xAB","value":"0x0","gas":"0x5208","metadata":{"description":"Pay","transactionType":"x"}},{"to":"${address}"}],"capabilities":{"paymaster":"x"}}`,
  ],
  [
    'coinbase.com/actions:1.0',
    {
      kind: 'actions',
      id: 'q',
      description: 'Which?',
      actions: [
        { id: 'a', label: 'A', style: 'danger', imageUrl: 'https://a.example/b.png' },
        { id: 'b', label: 'B', expiresAt: '2026-01-02T03:04:05.678Z' },
      ],
      expiresAt: '2026-01-02T03:04:05.000Z',
    },
    'Which?\n\n[1] A\n[2] B\n\nReply with the number to select',
  ],
  [
    'coinbase.com/intent:1.0',
    { kind: 'intent', id: 'q', actionId: 'a', metadata: { n: 1.5, s: 'x', b: false } },
    'User selected action: a',
  ],
  ['xmtp.org/deleteMessage:1.0', { kind: 'deleteMessage', messageId }, undefined],
  ['xmtp.org/leave_request:1.0', { kind: 'leaveRequest' }, undefined],
  ['wallet-inbox/notification:1.0', { kind: 'notification', notification }, 'Filled\n\nAll of it'],
])('%s travels as its type and comes back', (name, content, fallback) => {
  const encoded = encodeContent(content);
  expect(encoded.type && formatContentType(encoded.type)).toBe(name);
  expect(encoded.fallback).toBe(fallback);
  expect(encoded.compression).toBeUndefined();
  const read = contentFromBytes(contentToBytes(encoded));
  expect(read && decodeContent(read)).toEqual(content);
  expect(read && describeContent(read).problem).toBeUndefined();
});

function without<Value extends object, Name extends keyof Value>(value: Value, ...names: Name[]) {
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => !names.includes(name as Name)),
  ) as unknown as Omit<Value, Name>;
}

const reaction = {
  kind: 'reaction',
  reference: messageId,
  action: 'added',
  content: '👍',
  schema: 'unicode',
} as const;
const attachment = { kind: 'attachment', mimeType: 'text/plain', data: Uint8Array.of(1) } as const;
const calls = {
  kind: 'walletSendCalls',
  version: '1',
  chainId: '0x1',
  from: address,
  calls: [call],
} as const;
const actions = {
  kind: 'actions',
  id: 'q',
  description: 'd',
  actions: [{ id: 'a', label: 'A' }],
} as const;
const withRemote = (change: Partial<RemoteAttachment>): MessageContent => ({
  kind: 'remoteAttachment',
  attachment: { ...remote, ...change },
});
const withCall = (change: object): MessageContent => ({ ...calls, calls: [{ ...call, ...change }] });
const withAction = (change: object): MessageContent => ({
  ...actions,
  actions: [{ id: 'a', label: 'A', ...change }],
});

test.each<[string, MessageContent]>([
  ['text', { kind: 'text', text: '' }],
  ['text', { kind: 'markdown', text: ' \n' }],
  ['size', { kind: 'text', text: 'x'.repeat(1024 * 1024) }],
  // The fallback says it again.
  ['size', reply({ kind: 'text', text: 'x'.repeat(600 * 1024) })],
  ['reference', { ...reaction, reference: '' }],
  ['reference', { ...reaction, reference: messageId.toUpperCase() }],
  ['referenceInboxId', { ...reaction, referenceInboxId: 'me' }],
  ['content', { ...reaction, content: '' }],
  ['content', { ...reaction, content: 'x'.repeat(65) }],
  ['reference', { kind: 'reply', reference: 'x', content: text }],
  ['content', reply(reaction)],
  ['content', reply({ kind: 'readReceipt' })],
  ['content', reply(reply(reply(reply(text))))],
  ['text', reply({ kind: 'text', text: '' })],
  ['mimeType', { ...attachment, mimeType: 'image' }],
  ['mimeType', { ...attachment, mimeType: 'text/plain\r\nx: y' }],
  ['data', { ...attachment, data: new Uint8Array() }],
  ['size', { ...attachment, data: new Uint8Array(1024 * 1024) }],
  ['url', withRemote({ url: 'http://files.example/a' })],
  ['url', withRemote({ url: 'https://user@files.example/a' })],
  ['url', withRemote({ url: `https://files.example/${'x'.repeat(2048)}` })],
  ['contentDigest', withRemote({ contentDigest: '0f' })],
  ['secret', withRemote({ secret: new Uint8Array(31) })],
  ['salt', withRemote({ salt: new Uint8Array() })],
  ['nonce', withRemote({ nonce: new Uint8Array(16) })],
  ['scheme', withRemote({ scheme: 'ftp://' })],
  ['contentLength', withRemote({ contentLength: -1 })],
  ['attachments', { kind: 'multiRemoteAttachment', attachments: [] }],
  ['attachments', { kind: 'multiRemoteAttachment', attachments: Array(65).fill(remote) }],
  ['url', { kind: 'multiRemoteAttachment', attachments: [remote, { ...remote, url: 'x' }] }],
  ['reference', { kind: 'transactionReference', reference: '', networkId: '1' }],
  ['networkId', { kind: 'transactionReference', reference: '0x1', networkId: '' }],
  [
    'metadata',
    { kind: 'transactionReference', reference: '0x1', networkId: '1', metadata: { currency: 'USDC' } },
  ],
  ['calls', { ...calls, calls: [] }],
  ['calls', { ...calls, calls: Array(17).fill(call) }],
  ['chainId', { ...calls, chainId: '8453' }],
  ['from', { ...calls, from: 'vitalik.eth' }],
  ['to', withCall({ to: '0x1' })],
  ['to', { ...calls, calls: [{ value: '0x1' }] }],
  ['data', withCall({ data: '0xabc' })],
  ['value', withCall({ value: '1' })],
  ['gas', withCall({ gas: `0x${'1'.repeat(65)}` })],
  ['capabilities', { ...calls, capabilities: { a: 'x'.repeat(5000) } }],
  ['id', { ...actions, id: '' }],
  ['actions', { ...actions, actions: [] }],
  ['actions', { ...actions, actions: [actions.actions[0], actions.actions[0]] }],
  ['actions', { ...actions, actions: Array.from({ length: 11 }, (_, id) => ({ id: `${id}`, label: 'x' })) }],
  ['label', withAction({ label: '' })],
  ['imageUrl', withAction({ imageUrl: 'http://localhost/a.png' })],
  ['expiresAt', withAction({ expiresAt: 'tomorrow' })],
  ['actionId', { kind: 'intent', id: 'q', actionId: '' }],
  ['metadata', { kind: 'intent', id: 'q', actionId: 'a', metadata: { x: 'x'.repeat(10 * 1024) } }],
  ['messageId', { kind: 'deleteMessage', messageId: '0x' }],
])('the %s of a content that may not be sent is named', (field, content) => {
  try {
    encodeContent(content);
  } catch (error) {
    if (!(error instanceof WalletInboxError)) throw error;
    expect(error).toMatchObject({ code: 'Content.Invalid', details: { field } });
    return;
  }
  expect.unreachable();
});

test('names of files go out as one line', () => {
  const encoded = encodeContent({ ...attachment, filename: '\u202egnp\n.exe' });
  expect(encoded.parameters.filename).toBe('gnp .exe');
});
