/** Fetches and opens an encrypted file. Called after a click alone: the request tells the sender's server who reads. */
import type { AttachedFile, RemoteAttachment } from '../../core/content/messageContent.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { readCapped } from '../platform/readCapped.ts';
import { requireAttachmentUrl } from './attachmentAddress.ts';
import { createTransferWatch, defaultTransferLimits, type TransferLimits } from './createTransferWatch.ts';
import { type FetchFile, guardedRequest } from './guardedRequest.ts';

/** Of ciphertext, whatever its sender claims. */
const maxEncryptedBytes = 25 * 1024 * 1024;

/** Some clients claim the length of the file itself; encrypted it is a little longer. */
const claimSlackBytes = 64 * 1024;

export interface TransferRun {
  /** Whether files may lie on this machine. */
  readonly allowsLoopback: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
}

export type Download = (attachment: RemoteAttachment, run: TransferRun) => Promise<AttachedFile>;

/**
 * The file comes back as its sender encrypted it, or not at all.
 *
 * @throws WalletInboxError Attachment.BadAddress, Attachment.TooLarge, Attachment.Unreachable, Attachment.Gone,
 *   Attachment.DigestMismatch, Attachment.Undecryptable, or the reason of `signal`
 */
export function createDownloader(deps: {
  readonly fetch: FetchFile;
  /** Checks the digest before it decrypts. */
  readonly decrypt: (payload: Uint8Array, attachment: RemoteAttachment) => Promise<AttachedFile>;
  readonly limits?: TransferLimits;
}): Download {
  return async (attachment, { allowsLoopback, signal, onProgress }) => {
    const { url, contentLength } = attachment;
    requireAttachmentUrl(url, allowsLoopback);
    if (contentLength !== undefined && contentLength > maxEncryptedBytes) throw tooLarge();
    const maxBytes = Math.min(maxEncryptedBytes, (contentLength ?? maxEncryptedBytes) + claimSlackBytes);
    const watch = createTransferWatch(signal, deps.limits ?? defaultTransferLimits);
    let payload: Uint8Array | undefined;
    try {
      const response = await deps.fetch(url, { ...guardedRequest, method: 'GET', signal: watch.signal });
      watch.touch();
      requireFile(response);
      const announced = Number(response.headers.get('content-length') ?? 0);
      if (announced > maxBytes) throw tooLarge();
      const totalBytes = announced || (contentLength ?? 0);
      payload = await readCapped(response, maxBytes, (doneBytes) => {
        watch.touch();
        onProgress(doneBytes, Math.max(doneBytes, totalBytes));
      });
    } catch (error) {
      throw watch.failure(error);
    } finally {
      watch.end();
    }
    if (payload === undefined) throw tooLarge();
    signal.throwIfAborted();
    return deps.decrypt(payload, attachment);
  };
}

function requireFile({ status, body }: Response): void {
  if (status === 200) return;
  body?.cancel().catch(() => undefined);
  if (status === 404 || status === 410) {
    throw new WalletInboxError('Attachment.Gone', 'The file is not on its server any more.', {
      details: { status },
    });
  }
  throw new WalletInboxError('Attachment.Unreachable', 'The server does not give the file out.', {
    details: { status },
  });
}

const tooLarge = (): WalletInboxError =>
  new WalletInboxError(
    'Attachment.TooLarge',
    'The file is larger than can be opened, or than its sender said.',
    {
      details: { maxBytes: maxEncryptedBytes },
    },
  );
