/**
 * Files between this window and the worker. A window fetches nothing itself: it hands bytes over, and gets bytes back, in
 * pieces; the worker encrypts, decrypts and speaks to servers.
 */
import { chunkBytes } from '../../bridge/attachmentView.ts';
import type { InputOf } from '../../bridge/channels/popupChannels.ts';
import { bytesToChunkText, chunkTextToBytes } from '../../bridge/chunkText.ts';
import type { MessageView } from '../../bridge/messageView.ts';
import { text } from '../text.ts';
import { type BackgroundPort, RequestError } from './backgroundPort.ts';

export interface TransferProgress {
  /** reading: window to worker. uploading, downloading: worker and server. opening: worker to window. */
  readonly phase: 'reading' | 'uploading' | 'downloading' | 'opening';
  readonly doneBytes: number;
  /** 0: not known. */
  readonly totalBytes: number;
}

export interface TransferOptions {
  readonly onProgress?: (progress: TransferProgress) => void;
  /** Aborting it ends the transfer with `Attachment.Cancelled`. */
  readonly signal?: AbortSignal;
}

/** Name and type are the sender's claims: the name is no path, and the type says nothing about the bytes. */
export interface OpenedAttachment {
  readonly filename: string;
  /** `application/octet-stream` when the sender does not say. */
  readonly mimeType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Attachments {
  /**
   * Sends a file. Resolves with its message once that is stored, in state `sending`. When the window closes after the
   * bytes were handed over, the worker goes on; until then the file is simply not sent.
   */
  sendFile(conversationId: string, file: File, options?: TransferOptions): Promise<MessageView>;
  /** Fetches a file of a message. On a click alone: the request tells the sender's server who reads. */
  openAttachment(messageId: string, index: number, options?: TransferOptions): Promise<OpenedAttachment>;
}

/** How long a file waits, at most, before it asks again whether there is room for it. */
const busyMs = 2_000;

/** Both reject with a {@link RequestError} of a code `Attachment.*`, or whatever else the worker refused with. */
export function createAttachments(port: BackgroundPort): Attachments {
  /** Runs a transfer that `signal` can end at any time, also between two requests. */
  async function transfer<T>(
    signal: AbortSignal | undefined,
    run: (transferId: string, check: () => void) => Promise<T>,
  ): Promise<T> {
    const transferId = crypto.randomUUID();
    const check = () => {
      if (signal?.aborted) throw cancelled();
    };
    const onAbort = () => {
      port.request('attachment.cancel', { transferId }).catch(() => undefined);
    };
    check();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await run(transferId, check);
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** False: other files fill the worker's memory. Many that were chosen at once are taken one after the other. */
  async function begins(input: InputOf<'attachment.begin'>): Promise<boolean> {
    try {
      await port.request('attachment.begin', input);
      return true;
    } catch (error) {
      if (error instanceof RequestError && error.wire.code === 'Attachment.Busy') return false;
      throw error;
    }
  }

  /** Resolves when another upload has come further, or a little later. */
  const nextChange = () =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const timer = setTimeout(done, busyMs);
      const stop = port.onEvent((event) => {
        if (event.kind === 'uploads') done();
      });
    });

  return {
    sendFile: (conversationId, file, { onProgress, signal } = {}) =>
      transfer(signal, async (uploadId, check) => {
        const sizeBytes = file.size;
        if (sizeBytes === 0) throw localError('Attachment.Missing', text('attachmentEmpty'));
        const announcement = {
          uploadId,
          conversationId,
          filename: file.name.slice(0, 255),
          mimeType: file.type.slice(0, 127),
          sizeBytes,
        };
        while (!(await begins(announcement))) {
          check();
          await nextChange();
        }
        for (let offset = 0; offset < sizeBytes; offset += chunkBytes) {
          check();
          onProgress?.({ phase: 'reading', doneBytes: offset, totalBytes: sizeBytes });
          const data = bytesToChunkText(await readSlice(file, offset));
          await port.request('attachment.put', { uploadId, offset, data });
        }
        check();
        const stop = port.onEvent((event) => {
          if (event.kind !== 'uploads') return;
          const upload = event.uploads.find((each) => each.uploadId === uploadId);
          if (upload?.phase === 'uploading')
            onProgress?.({ phase: 'uploading', doneBytes: upload.doneBytes, totalBytes: sizeBytes });
        });
        try {
          return await port.request('attachment.commit', { uploadId });
        } finally {
          stop();
        }
      }),
    openAttachment: (messageId, index, { onProgress, signal } = {}) =>
      transfer(signal, async (transferId, check) => {
        const stop = port.onEvent((event) => {
          if (event.kind !== 'attachmentProgress' || event.transferId !== transferId) return;
          onProgress?.({ phase: 'downloading', doneBytes: event.doneBytes, totalBytes: event.totalBytes });
        });
        const open = port.request('attachment.open', { transferId, messageId, index });
        const { filename, mimeType, sizeBytes } = await open.finally(stop);
        try {
          const bytes = new Uint8Array(sizeBytes);
          let offset = 0;
          while (offset < sizeBytes) {
            check();
            const { data } = await port.request('attachment.read', { transferId, offset });
            const piece = chunkTextToBytes(data);
            bytes.set(piece, offset);
            offset += piece.length;
            onProgress?.({ phase: 'opening', doneBytes: offset, totalBytes: sizeBytes });
          }
          check();
          return { filename, mimeType, bytes };
        } finally {
          port.request('attachment.close', { transferId }).catch(() => undefined);
        }
      }),
  };
}

/** A file on the disk may have gone or changed since it was chosen. */
async function readSlice(file: File, offset: number): Promise<Uint8Array> {
  try {
    const slice = file.slice(offset, Math.min(file.size, offset + chunkBytes));
    return new Uint8Array(await slice.arrayBuffer());
  } catch {
    throw localError('Attachment.Missing', text('attachmentUnreadable'));
  }
}

const cancelled = (): RequestError => localError('Attachment.Cancelled', text('attachmentCancelled'));

const localError = (code: string, shortMessage: string): RequestError =>
  new RequestError({ code, shortMessage, retryable: false, details: {} });
