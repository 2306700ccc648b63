import { randomBytes } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { chunkBytes, inlineFileBytes, maxFileBytes, maxUploadsInView } from '../../bridge/attachmentView.ts';
import type { MessageContent } from '../../core/content/messageContent.ts';
import { decryptAttachment, encryptAttachment } from '../../core/content/remoteAttachmentCrypto.ts';
import { webRandom } from '../../core/crypto/random.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { unsafeMemoryDatabase } from '../../core/storage/memory/unsafeMemoryDatabase.ts';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import {
  fakeConversation,
  fakeConversationId,
  fakeMessage,
  unsafeFakeClient,
} from '../session/unsafeFakeClient.ts';
import type { Upload } from './createUploader.ts';
import { createUploadRows } from './createUploadRows.ts';
import { createUploads, type Uploads } from './createUploads.ts';

const startMs = 1_700_000_000_000;
const endpoint = 'https://files.example/up';

function world(options: { endpoint?: string | undefined } = { endpoint }) {
  const client = unsafeFakeClient();
  client.conversations.set(fakeConversationId, fakeConversation());
  const sent: MessageContent[] = [];
  let sendFailure: Error | undefined;
  client.sendContent = async (conversationId, content) => {
    if (sendFailure !== undefined) throw sendFailure;
    sent.push(content);
    const message = fakeMessage({
      messageId: sent.length.toString(16).padStart(64, '0'),
      conversationId,
      content,
      isOwn: true,
      status: 'sending',
      sentAtNs: BigInt(startMs + 1) * 1_000_000n,
    });
    client.messages.set(message.messageId, message);
    return { message, sent: Promise.resolve(message) };
  };
  const rows = createUploadRows(unsafeMemoryDatabase());
  const payloads: Uint8Array[] = [];
  const state: { upload: Upload } = {
    async upload(payload) {
      payloads.push(payload);
      return 'https://files.example/1';
    },
  };
  const live = (): Uploads =>
    createUploads({
      scene: async () => ({ client, rows, endpoint: options.endpoint }),
      encrypt: (file) => encryptAttachment(file, webRandom),
      upload: (...args) => state.upload(...args),
      clock: { nowMs: () => startMs },
      logger,
      onChange: () => undefined,
    });
  return {
    client,
    rows,
    sent,
    payloads,
    state,
    live,
    failToSend(error: Error | undefined) {
      sendFailure = error;
    },
  };
}

const announce = (change: { uploadId?: string; sizeBytes?: number; conversationId?: string } = {}) => ({
  uploadId: 'one',
  conversationId: fakeConversationId,
  filename: 'plan.txt',
  mimeType: 'text/plain',
  sizeBytes: 10,
  ...change,
});

async function handOver(uploads: Uploads, data: Uint8Array, uploadId = 'one'): Promise<void> {
  await uploads.begin(announce({ uploadId, sizeBytes: data.length }));
  for (let offset = 0; offset < data.length; offset += chunkBytes) {
    uploads.put(uploadId, offset, data.subarray(offset, offset + chunkBytes));
  }
}

const unreachable = () => new WalletInboxError('Attachment.Unreachable', 'Away.');
const untilAborted: Upload = (_, __, { signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('a file is encrypted, uploaded and sent; nothing is left of it', async () => {
  const { live, sent, payloads, rows } = world();
  const uploads = live();
  const data = new Uint8Array(randomBytes(chunkBytes * 2 + 5));
  await handOver(uploads, data);
  expect(uploads.list()).toMatchObject([{ uploadId: 'one', phase: 'waiting', canRetry: false }]);
  const message = await uploads.commit('one');
  expect(message.content).toBe(sent[0]);
  const content = sent[0];
  if (content?.kind !== 'remoteAttachment') throw new Error('no remote attachment was sent');
  expect(content.attachment.url).toBe('https://files.example/1');
  const opened = await decryptAttachment(payloads[0] ?? new Uint8Array(), content.attachment);
  expect(opened).toEqual({ filename: 'plan.txt', mimeType: 'text/plain', data });
  expect(uploads.list()).toEqual([]);
  expect(await rows.list()).toEqual([]);
  expect(Buffer.from(payloads[0] ?? []).includes(Buffer.from('plan.txt'))).toBe(false);
});

test('without an endpoint a small file goes inside the message, and a larger one not at all', async () => {
  const { live, sent, payloads } = world({ endpoint: undefined });
  const uploads = live();
  const data = new Uint8Array(randomBytes(inlineFileBytes));
  await handOver(uploads, data);
  await uploads.commit('one');
  expect(sent).toEqual([{ kind: 'attachment', filename: 'plan.txt', mimeType: 'text/plain', data }]);
  expect(payloads).toEqual([]);
  await expect(
    uploads.begin(announce({ uploadId: 'two', sizeBytes: inlineFileBytes + 1 })),
  ).rejects.toMatchObject({ code: 'Attachment.NoEndpoint' });
});

test('a type that is none is sent as bytes of an unknown kind', async () => {
  const { live, sent } = world({ endpoint: undefined });
  const uploads = live();
  await uploads.begin({ ...announce({ sizeBytes: 1 }), mimeType: 'text/<b>' });
  uploads.put('one', 0, Uint8Array.of(1));
  await uploads.commit('one');
  expect(sent).toMatchObject([{ mimeType: 'application/octet-stream' }]);
});

describe('what cannot be sent is refused before its bytes are handed over:', () => {
  test.each([
    ['too large', { sizeBytes: maxFileBytes + 1 }, 'Attachment.TooLarge'],
    ['of no conversation', { conversationId: '0f'.repeat(16) }, 'Conversation.Unknown'],
    ['under the name of another', { uploadId: 'taken' }, 'Attachment.Interrupted'],
  ])('%s', async (_, change, code) => {
    const { live } = world();
    const uploads = live();
    await uploads.begin(announce({ uploadId: 'taken' }));
    await expect(uploads.begin(announce(change))).rejects.toMatchObject({ code });
    expect(uploads.list().length).toBe(1);
  });

  test('to a group that we left', async () => {
    const { live, client } = world();
    client.conversations.set(fakeConversationId, fakeConversation({ isActive: false }));
    await expect(live().begin(announce())).rejects.toMatchObject({ code: 'Conversation.Inactive' });
  });

  test('more than memory should hold, in bytes or in number', async () => {
    const { live } = world();
    const uploads = live();
    await uploads.begin(announce({ uploadId: 'a', sizeBytes: maxFileBytes }));
    await uploads.begin(announce({ uploadId: 'b', sizeBytes: maxFileBytes }));
    await expect(uploads.begin(announce())).rejects.toMatchObject({ code: 'Attachment.Busy' });
    uploads.cancel('a');
    for (let at = 1; at < maxUploadsInView; at += 1) await uploads.begin(announce({ uploadId: `f${at}` }));
    await expect(uploads.begin(announce())).rejects.toMatchObject({ code: 'Attachment.Busy' });
  });
});

test('pieces come in order and end where they should', async () => {
  const uploads = world().live();
  await uploads.begin(announce());
  const put = (offset: number, length: number) => () => uploads.put('one', offset, new Uint8Array(length));
  expect(put(1, 2)).toThrow(expect.objectContaining({ code: 'Attachment.Interrupted' }));
  put(0, 6)();
  expect(put(0, 6)).toThrow();
  expect(put(6, 5)).toThrow();
  await expect(uploads.commit('one')).rejects.toMatchObject({ code: 'Attachment.Interrupted' });
  put(6, 4)();
  await uploads.commit('one');
  expect(put(10, 1)).toThrow();
  expect(() => uploads.put('other', 0, new Uint8Array(1))).toThrow();
});

test('asked twice, it is sent once', async () => {
  const { live, sent } = world();
  const uploads = live();
  await handOver(uploads, new Uint8Array(10));
  const [first, second] = await Promise.all([uploads.commit('one'), uploads.commit('one')]);
  expect(first).toBe(second);
  expect(sent.length).toBe(1);
});

test('a failed upload is seen, and tried again with the same ciphertext', async () => {
  const { live, state, payloads, sent, rows } = world();
  const uploads = live();
  const { upload } = state;
  state.upload = async (payload) => {
    payloads.push(payload);
    throw unreachable();
  };
  await handOver(uploads, new Uint8Array(randomBytes(1_000)));
  await expect(uploads.commit('one')).rejects.toMatchObject({ code: 'Attachment.Unreachable' });
  const failed = { uploadId: 'one', phase: 'failed', code: 'Attachment.Unreachable', canRetry: true };
  expect(uploads.list()).toMatchObject([failed]);
  expect(await rows.list()).toMatchObject([{ uploadId: 'one', code: 'Attachment.Unreachable' }]);
  state.upload = upload;
  uploads.retry('one');
  expect(uploads.list()).toMatchObject([{ phase: 'uploading' }]);
  await vi.waitFor(() => expect(sent.length).toBe(1));
  await vi.waitFor(async () => expect(await rows.list()).toEqual([]));
  expect(Buffer.compare(payloads[0] ?? new Uint8Array(), payloads[1] ?? new Uint8Array(1))).toBe(0);
  expect(uploads.list()).toEqual([]);
});

test('a conversation that takes nothing is a failure too, and can be dismissed', async () => {
  const { live, failToSend, rows } = world();
  const uploads = live();
  await handOver(uploads, new Uint8Array(10));
  failToSend(new WalletInboxError('Conversation.Inactive', 'Gone.'));
  await expect(uploads.commit('one')).rejects.toMatchObject({ code: 'Conversation.Inactive' });
  expect(uploads.list()).toMatchObject([{ phase: 'failed', code: 'Conversation.Inactive' }]);
  await uploads.dismiss('one');
  expect([uploads.list(), await rows.list()]).toEqual([[], []]);
});

test('cancelled while it uploads: not sent, not failed, gone', async () => {
  const { live, state, sent, rows } = world();
  const uploads = live();
  state.upload = untilAborted;
  await handOver(uploads, new Uint8Array(10));
  const commit = uploads.commit('one');
  uploads.cancel('one');
  await expect(commit).rejects.toMatchObject({ code: 'Attachment.Cancelled' });
  expect([sent, uploads.list(), await rows.list()]).toEqual([[], [], []]);
});

test('locked while it uploads: nothing is sent any more, and after unlocking it is seen as failed', async () => {
  const { live, state, sent, rows, client } = world();
  const uploads = live();
  const arrival = Promise.withResolvers<string>();
  state.upload = () => arrival.promise;
  await handOver(uploads, new Uint8Array(10));
  const commit = uploads.commit('one');
  await vi.waitFor(async () => expect((await rows.list())[0]?.contentDigest).toBeDefined());
  uploads.close();
  expect(uploads.list()).toEqual([]);
  arrival.resolve('https://files.example/1');
  await expect(commit).rejects.toMatchObject({ code: 'Attachment.Interrupted' });
  expect(sent).toEqual([]);
  await uploads.resume({ client, rows });
  expect(uploads.list()).toMatchObject([
    { phase: 'failed', code: 'Attachment.Interrupted', canRetry: false, filename: 'plan.txt' },
  ]);
  expect(() => uploads.retry('one')).toThrow(expect.objectContaining({ code: 'Attachment.Interrupted' }));
});

describe('when the worker dies', () => {
  test('while a file uploads, the next one shows it as failed', async () => {
    const { live, state, rows, client } = world();
    const first = live();
    state.upload = () => new Promise(() => undefined);
    await handOver(first, new Uint8Array(10));
    first.commit('one').catch(() => undefined);
    await vi.waitFor(async () => expect((await rows.list()).length).toBe(1));
    const second = live();
    await second.resume({ client, rows });
    expect(second.list()).toMatchObject([
      { uploadId: 'one', phase: 'failed', code: 'Attachment.Interrupted', sizeBytes: 10, canRetry: false },
    ]);
    await second.dismiss('one');
    const third = live();
    await third.resume({ client, rows });
    expect(third.list()).toEqual([]);
  });

  test.each([
    ['to a server', endpoint],
    ['inside a message', undefined],
  ])('after it sent a file %s, the next one does not call it failed', async (_, to) => {
    const { live, rows, client, sent } = world({ endpoint: to });
    const first = live();
    await handOver(first, new Uint8Array(10));
    // Dies between the message and the end of the row.
    const { remove } = rows;
    Object.assign(rows, { remove: () => new Promise(() => undefined) });
    first.commit('one').catch(() => undefined);
    await vi.waitFor(() => expect(sent.length).toBe(1));
    expect((await rows.list()).length).toBe(1);
    Object.assign(rows, { remove });
    const second = live();
    await second.resume({ client, rows });
    expect([second.list(), await rows.list()]).toEqual([[], []]);
  });

  test('before all pieces came, nothing was promised and nothing is shown', async () => {
    const { live, rows, client } = world();
    await live().begin(announce());
    const second = live();
    await second.resume({ client, rows });
    expect(second.list()).toEqual([]);
    expect(() => second.put('one', 0, new Uint8Array(1))).toThrow(
      expect.objectContaining({ code: 'Attachment.Interrupted' }),
    );
  });
});

test('a window that went away half-way leaves nothing', async () => {
  vi.useFakeTimers();
  try {
    const uploads = world().live();
    await uploads.begin(announce());
    uploads.put('one', 0, new Uint8Array(5));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(uploads.list()).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

test('failed files give their memory to new ones, the oldest first', async () => {
  const { live, state } = world();
  const uploads = live();
  state.upload = async () => {
    throw unreachable();
  };
  for (const uploadId of ['a', 'b']) {
    await handOver(uploads, new Uint8Array(20_000_000), uploadId);
    await uploads.commit(uploadId).catch(() => undefined);
  }
  await uploads.begin(announce({ sizeBytes: 20_000_000 }));
  expect(uploads.list().map(({ uploadId, canRetry }) => [uploadId, canRetry])).toEqual([
    ['a', false],
    ['b', true],
    ['one', false],
  ]);
});
