/** One content of each type, in our words and in those of the official SDKs. */
import type { MessageContent, RemoteAttachment } from '../../src/core/content/messageContent.ts';
import type { PeerContentName } from '../support/officialPeer.ts';

export interface Exchange {
  /** Of the SDK's codec and sending method. */
  readonly name: Exclude<PeerContentName, 'Reply'>;
  readonly ours: MessageContent;
  /** The same in the SDK's words. */
  readonly theirs: unknown;
}

const address = `0x${'12'.repeat(20)}`;
export const remoteFile: RemoteAttachment = {
  url: 'https://files.example/a?b=c',
  contentDigest: '0f'.repeat(32),
  secret: new Uint8Array(32).fill(1),
  salt: new Uint8Array(32).fill(2),
  nonce: new Uint8Array(12).fill(3),
  scheme: 'https://',
  contentLength: 1234,
  filename: 'ä b.png',
};
const nameless: RemoteAttachment = { ...remoteFile, url: 'https://files.example/2', contentLength: 0 };
const bytes = Uint8Array.of(0, 1, 2, 0xff);

/** What has a line of its own in a thread. */
export const lineExchanges: readonly Exchange[] = [
  { name: 'Text', ours: { kind: 'text', text: 'Hi ä漢😀\n' }, theirs: 'Hi ä漢😀\n' },
  { name: 'Markdown', ours: { kind: 'markdown', text: '# *Hi*' }, theirs: '# *Hi*' },
  {
    name: 'Attachment',
    ours: { kind: 'attachment', filename: 'ä.txt', mimeType: 'text/plain', data: bytes },
    theirs: { filename: 'ä.txt', mimeType: 'text/plain', content: bytes },
  },
  {
    name: 'Attachment',
    ours: { kind: 'attachment', mimeType: 'image/png', data: bytes },
    theirs: { mimeType: 'image/png', content: bytes },
  },
  {
    name: 'RemoteAttachment',
    ours: { kind: 'remoteAttachment', attachment: remoteFile },
    theirs: remoteFile,
  },
  {
    name: 'MultiRemoteAttachment',
    ours: { kind: 'multiRemoteAttachment', attachments: [remoteFile, nameless] },
    theirs: { attachments: [remoteFile, nameless] },
  },
  {
    name: 'TransactionReference',
    ours: { kind: 'transactionReference', reference: '0xabc', networkId: '0x2105' },
    theirs: { reference: '0xabc', networkId: '0x2105' },
  },
  {
    name: 'TransactionReference',
    ours: {
      kind: 'transactionReference',
      reference: '0xabc',
      networkId: '8453',
      namespace: 'eip155',
      metadata: {
        transactionType: 'transfer',
        currency: 'USDC',
        amount: 1_000_000.5,
        decimals: 6,
        fromAddress: address,
        toAddress: address,
      },
    },
    theirs: {
      reference: '0xabc',
      networkId: '8453',
      namespace: 'eip155',
      metadata: {
        transactionType: 'transfer',
        currency: 'USDC',
        amount: 1_000_000.5,
        decimals: 6,
        fromAddress: address,
        toAddress: address,
      },
    },
  },
  {
    name: 'WalletSendCalls',
    ours: {
      kind: 'walletSendCalls',
      version: '1.0',
      chainId: '0x2105',
      from: address,
      calls: [
        {
          to: address,
          data: '0xabcd',
          value: '0x0',
          gas: '0x5208',
          description: 'Pay "1"\n',
          transactionType: 'transfer',
        },
        { to: address },
      ],
      capabilities: { paymaster: 'https://p.example' },
    },
    theirs: {
      version: '1.0',
      chainId: '0x2105',
      from: address,
      calls: [
        {
          to: address,
          data: '0xabcd',
          value: '0x0',
          gas: '0x5208',
          metadata: { description: 'Pay "1"\n', transactionType: 'transfer' },
        },
        { to: address },
      ],
      capabilities: { paymaster: 'https://p.example' },
    },
  },
  {
    name: 'Actions',
    ours: {
      kind: 'actions',
      id: 'q',
      description: 'Which?',
      actions: [
        { id: 'a', label: 'A', style: 'danger', imageUrl: 'https://a.example/b.png' },
        { id: 'b', label: 'B', expiresAt: '2027-01-02T03:04:05.678Z' },
      ],
      expiresAt: '2027-01-02T03:04:05.000Z',
    },
    theirs: {
      id: 'q',
      description: 'Which?',
      actions: [
        { id: 'a', label: 'A', style: 2, imageUrl: 'https://a.example/b.png' },
        { id: 'b', label: 'B', expiresAtNs: 1_798_859_045_678_000_000n },
      ],
      expiresAtNs: 1_798_859_045_000_000_000n,
    },
  },
  {
    name: 'Intent',
    ours: { kind: 'intent', id: 'q', actionId: 'a', metadata: { s: 'x', n: 1.5, b: true } },
    theirs: { id: 'q', actionId: 'a', metadata: { s: 'x', n: 1.5, b: true } },
  },
];

/** What hangs on a message. */
export const reactionExchange = (
  reference: string,
  referenceInboxId: string,
  isRemoval: boolean,
): Exchange => ({
  name: 'Reaction',
  ours: {
    kind: 'reaction',
    reference,
    referenceInboxId,
    action: isRemoval ? 'removed' : 'added',
    content: '👍',
    schema: 'unicode',
  },
  theirs: { reference, referenceInboxId, action: isRemoval ? 2 : 1, content: '👍', schema: 1 },
});
