import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test, vi } from 'vitest';
import { unsafeSilentLogger as logger } from '../../background/platform/unsafeSilentLogger.ts';
import { answerRequest } from '../../background/port/answerRequest.ts';
import { attachmentProcedures } from '../../background/procedures/attachmentProcedures.ts';
import { fakeMessage } from '../../background/session/unsafeFakeClient.ts';
import type { AppEvent } from '../../bridge/appEvent.ts';
import { chunkBytes } from '../../bridge/attachmentView.ts';
import { attachmentChannels } from '../../bridge/channels/attachmentChannels.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { createAttachments } from './attachments.ts';
import { type BackgroundPort, RequestError } from './backgroundPort.ts';

vi.stubGlobal('chrome', { i18n: { getMessage: (key: string) => key } });

const data = new Uint8Array(randomBytes(chunkBytes * 2 + 7));
const listeners = new Set<(event: AppEvent) => void>();
const say = (event: AppEvent) => {
  for (const listener of listeners) listener(event);
};
/** What the worker was asked, as `name` or `name:detail`. */
let asked: string[];
let received: Uint8Array;
let opened: Uint8Array;
let onCommit: () => void;
let busyTurns = 0;

const procedures = attachmentProcedures({
  uploads: {
    async begin({ sizeBytes }) {
      if (busyTurns > 0) {
        busyTurns -= 1;
        setTimeout(() => say({ kind: 'uploads', uploads: [] }));
        throw new WalletInboxError('Attachment.Busy', 'Later.');
      }
      received = new Uint8Array(sizeBytes);
    },
    put(_, offset, bytes) {
      received.set(bytes, offset);
    },
    async commit() {
      onCommit();
      return fakeMessage({ isOwn: true, status: 'sending' });
    },
    retry: () => undefined,
    cancel: (uploadId) => void asked.push(`cancelled ${uploadId.length}`),
    dismiss: async () => undefined,
    list: () => [],
    resume: async () => undefined,
    close: () => undefined,
  },
  openings: {
    async open({ onProgress }) {
      onProgress(5, 10);
      return { filename: 'a.png', mimeType: 'image/png', data: opened };
    },
    read: (_, offset) => opened.subarray(offset, offset + chunkBytes),
    cancel: () => undefined,
    close: () => void asked.push('closed'),
    windowClosed: () => undefined,
    closeAll: () => undefined,
  },
  ready: async () => undefined,
  clock: { nowMs: () => 1_000 },
});

/** A port to those procedures, with every check of the real one. */
const port: Pick<BackgroundPort, 'request' | 'onEvent'> = {
  async request(channel, input) {
    asked.push(channel);
    const response = await answerRequest(
      { type: 'request', id: 'x', channel, input },
      {
        channels: attachmentChannels,
        handle: (name, checked) =>
          procedures[name as keyof typeof procedures](checked as never, { send: say } as never),
        logger,
      },
    );
    if (!response.ok) throw new RequestError(response.error);
    return response.output as never;
  },
  onEvent(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
const attachments = createAttachments(port as BackgroundPort);
const conversationId = '0a'.repeat(16);
const messageId = '0b'.repeat(32);

beforeEach(() => {
  asked = [];
  opened = data;
  onCommit = () => undefined;
});

test('a file goes over in pieces that fit the port, whole and unchanged', async () => {
  const phases: string[] = [];
  onCommit = () => {
    const upload = {
      uploadId: '',
      conversationId,
      filename: '',
      sizeBytes: 1,
      phase: 'uploading' as const,
      doneBytes: 1,
      canRetry: false,
    };
    say({ kind: 'uploads', uploads: [upload] });
  };
  const file = new File([data], 'a.bin', { type: 'application/x-thing' });
  const message = await attachments.sendFile(conversationId, file, {
    onProgress: ({ phase, doneBytes }) => phases.push(`${phase} ${doneBytes}`),
  });
  expect(message.status).toBe('sending');
  expect(received).toEqual(data);
  expect(asked).toEqual(['attachment.begin', ...Array(3).fill('attachment.put'), 'attachment.commit']);
  // Another upload's progress is not this one's.
  expect(phases).toEqual(['reading 0', `reading ${chunkBytes}`, `reading ${2 * chunkBytes}`]);
  expect(listeners.size).toBe(0);
});

test('a file comes back in pieces, whole and unchanged, and is let go', async () => {
  const phases: string[] = [];
  const file = await attachments.openAttachment(messageId, 0, {
    onProgress: ({ phase, doneBytes, totalBytes }) => phases.push(`${phase} ${doneBytes}/${totalBytes}`),
  });
  expect(file).toEqual({ filename: 'a.png', mimeType: 'image/png', bytes: data });
  expect(phases).toEqual([
    'downloading 5/10',
    `opening ${chunkBytes}/${data.length}`,
    `opening ${2 * chunkBytes}/${data.length}`,
    `opening ${data.length}/${data.length}`,
  ]);
  expect(asked.at(-1)).toBe('closed');
  expect(listeners.size).toBe(0);
});

test('an empty file is opened, and not sent', async () => {
  opened = new Uint8Array();
  expect((await attachments.openAttachment(messageId, 0)).bytes.length).toBe(0);
  asked = [];
  await expect(attachments.sendFile(conversationId, new File([], 'a'))).rejects.toBeInstanceOf(RequestError);
  expect(asked).toEqual([]);
});

test('whoever aborts is told so, and the worker too', async () => {
  const abort = new AbortController();
  const sending = attachments.sendFile(conversationId, new File([data], 'a'), {
    signal: abort.signal,
    onProgress: () => abort.abort(),
  });
  await expect(sending).rejects.toMatchObject({ wire: { code: 'Attachment.Cancelled' } });
  expect(asked.filter((name) => name === 'attachment.put').length).toBe(1);
  expect(asked).toContain('attachment.cancel');
  expect(asked).toContain('cancelled 36');
  expect(asked).not.toContain('attachment.commit');
  asked = [];
  await expect(attachments.openAttachment(messageId, 0, { signal: abort.signal })).rejects.toMatchObject({
    wire: { code: 'Attachment.Cancelled' },
  });
  expect(asked).toEqual([]);
});

test("a refusal of the worker comes with the worker's code", async () => {
  onCommit = () => {
    throw new WalletInboxError('Attachment.TooLarge', 'Too large.');
  };
  await expect(attachments.sendFile(conversationId, new File(['x'], 'a'))).rejects.toMatchObject({
    wire: { code: 'Attachment.TooLarge' },
  });
});

test('a file for which there is no room yet waits for its turn', async () => {
  busyTurns = 3;
  await attachments.sendFile(conversationId, new File(['x'], 'a'));
  expect(asked.filter((name) => name === 'attachment.begin').length).toBe(4);
  expect(asked.at(-1)).toBe('attachment.commit');
  expect(listeners.size).toBe(0);
});
