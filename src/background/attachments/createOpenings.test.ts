import { expect, test, vi } from 'vitest';
import { chunkBytes } from '../../bridge/attachmentView.ts';
import type { MessageContent, RemoteAttachment } from '../../core/content/messageContent.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { fakeConversation, fakeMessage, unsafeFakeClient } from '../session/unsafeFakeClient.ts';
import type { Download } from './createDownloader.ts';
import { createOpenings } from './createOpenings.ts';

const remote = (name: string): RemoteAttachment => ({
  url: `https://files.example/${name}`,
  contentDigest: '00'.repeat(32),
  secret: new Uint8Array(32),
  salt: new Uint8Array(32),
  nonce: new Uint8Array(12),
  scheme: 'https://',
});
const inline: MessageContent = { kind: 'attachment', mimeType: 'text/plain', data: Uint8Array.of(1, 2, 3) };
const onServer: MessageContent = { kind: 'remoteAttachment', attachment: remote('a') };

function world(content: MessageContent | undefined, change: Parameters<typeof fakeMessage>[0] = {}) {
  const client = unsafeFakeClient();
  const conversation = fakeConversation();
  client.conversations.set(conversation.conversationId, conversation);
  const message = fakeMessage({ ...(content && { content }), ...change });
  client.messages.set(message.messageId, message);
  const fetched: string[] = [];
  const state: { download: Download } = {
    async download({ url }) {
      fetched.push(url);
      return { filename: 'f', mimeType: 'image/png', data: new Uint8Array(chunkBytes + 10).fill(9) };
    },
  };
  const openings = createOpenings({
    client: async () => client,
    allowsLoopback: () => false,
    download: (...args) => state.download(...args),
  });
  const owner = {};
  const open = (index = 0, transferId = 'one') =>
    openings.open({ owner, transferId, messageId: message.messageId, index, onProgress: () => undefined });
  return { client, conversation, message, fetched, state, openings, owner, open };
}

const withCode = (code: string) => expect.objectContaining({ code });

test('a file on a server is fetched and read in pieces, until it is let go', async () => {
  const { openings, open, fetched } = world(onServer);
  expect(await open()).toMatchObject({ filename: 'f', mimeType: 'image/png' });
  expect(fetched).toEqual(['https://files.example/a']);
  expect(openings.read('one', 0).length).toBe(chunkBytes);
  expect(openings.read('one', chunkBytes)).toEqual(new Uint8Array(10).fill(9));
  expect(() => openings.read('one', chunkBytes + 10)).toThrow(withCode('Attachment.Interrupted'));
  openings.close('one');
  expect(() => openings.read('one', 0)).toThrow(withCode('Attachment.Interrupted'));
});

test('a file inside the message needs no request', async () => {
  const { open, fetched, openings } = world(inline);
  await open();
  expect(openings.read('one', 0)).toEqual(Uint8Array.of(1, 2, 3));
  expect(fetched).toEqual([]);
});

test('of several, and of a reply, the one that was meant is fetched', async () => {
  const several: MessageContent = {
    kind: 'reply',
    reference: '00'.repeat(32),
    content: { kind: 'multiRemoteAttachment', attachments: [remote('a'), remote('b')] },
  };
  const { open, fetched } = world(several);
  await open(1);
  expect(fetched).toEqual(['https://files.example/b']);
  await expect(open(2, 'two')).rejects.toMatchObject({ code: 'Attachment.Missing' });
});

test.each([
  ['a text', { kind: 'text', text: 'https://files.example/a' } as const],
  ['a deleted message', undefined],
])('%s holds no file', async (_, content) => {
  const { open, fetched } = world(content);
  await expect(open()).rejects.toMatchObject({ code: 'Attachment.Missing' });
  expect(fetched).toEqual([]);
});

test.each([
  ['unknown', onServer],
  ['unknown', inline],
  ['denied', onServer],
] as const)('files of people who are %s are not opened', async (consent, content) => {
  const { client, conversation, open, fetched } = world(content);
  client.conversations.set(conversation.conversationId, { ...conversation, consent });
  await expect(open()).rejects.toMatchObject({ code: 'Attachment.NotAllowed' });
  expect(fetched).toEqual([]);
});

test('in an accepted group, the files of someone who is blocked are not opened', async () => {
  const { client, conversation, message, open, fetched } = world(onServer);
  client.conversations.set(conversation.conversationId, fakeConversation({ kind: 'group' }));
  client.inboxConsent = async (inboxId) => (inboxId === message.senderInboxId ? 'denied' : 'unknown');
  await expect(open()).rejects.toMatchObject({ code: 'Attachment.NotAllowed' });
  expect(fetched).toEqual([]);
});

test('our own files are opened anywhere', async () => {
  const { client, conversation, open } = world(onServer, { isOwn: true });
  client.conversations.set(conversation.conversationId, fakeConversation({ consent: 'unknown' }));
  await expect(open()).resolves.toMatchObject({ mimeType: 'image/png' });
});

test('cancelled, locked, or its window closed: the download ends and nothing is kept', async () => {
  for (const [end, code] of [
    ['cancel', 'Attachment.Cancelled'],
    ['windowClosed', 'Attachment.Interrupted'],
    ['closeAll', 'Attachment.Interrupted'],
  ] as const) {
    const { openings, open, state, owner } = world(onServer);
    const started = Promise.withResolvers<void>();
    state.download = (_, { signal }) => {
      started.resolve();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const opened = open();
    await started.promise;
    if (end === 'cancel') openings.cancel('one');
    else if (end === 'closeAll') openings.closeAll();
    else {
      openings.windowClosed({});
      openings.windowClosed(owner);
    }
    await expect(opened).rejects.toMatchObject({ code });
    expect(() => openings.read('one', 0)).toThrow(withCode('Attachment.Interrupted'));
  }
});

test('a download that fails gives its place free', async () => {
  const { open, state } = world(onServer);
  state.download = async () => {
    throw new WalletInboxError('Attachment.Gone', 'Gone.');
  };
  for (let turn = 0; turn < 6; turn += 1) {
    await expect(open()).rejects.toMatchObject({ code: 'Attachment.Gone' });
  }
});

test('only so many are held at once, and for a minute', async () => {
  vi.useFakeTimers();
  try {
    const { open, openings } = world(onServer);
    for (let at = 0; at < 4; at += 1) await open(0, `t${at}`);
    await expect(open(0, 'more')).rejects.toMatchObject({ code: 'Attachment.Busy' });
    await expect(open(0, 't0')).rejects.toMatchObject({ code: 'Attachment.Interrupted' });
    await vi.advanceTimersByTimeAsync(59_000);
    openings.read('t0', 0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(() => openings.read('t1', 0)).toThrow(withCode('Attachment.Interrupted'));
    expect(openings.read('t0', 0).length).toBe(chunkBytes);
  } finally {
    vi.useRealTimers();
  }
});
