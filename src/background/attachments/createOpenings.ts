/** Files on their way in: fetched after a click, held in memory until the window has read them. */
import { chunkBytes } from '../../bridge/attachmentView.ts';
import type { Client, Message } from '../../core/client/client.ts';
import type { AttachedFile } from '../../core/content/messageContent.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Download } from './createDownloader.ts';
import { filesOf } from './filesOf.ts';

/** Files at once, each of at most 25 MiB. */
const maxAtOnce = 4;
/** A window that has not read for so long is gone. */
const readMs = 60_000;

export interface OpeningsDeps {
  /** Throws Vault.Locked. */
  readonly client: () => Promise<Client>;
  /** Whether the account's network is on this machine, so that its files may be too. */
  readonly allowsLoopback: () => boolean;
  readonly download: Download;
}

export interface Openings {
  /**
   * `owner`: the window that asks. When it goes, so does what it opened.
   *
   * @throws WalletInboxError Attachment.*
   */
  open(input: {
    readonly owner: object;
    readonly transferId: string;
    readonly messageId: string;
    readonly index: number;
    readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  }): Promise<AttachedFile>;
  /** The piece at `offset`, at most `chunkBytes` long. @throws Attachment.Interrupted */
  read(transferId: string, offset: number): Uint8Array;
  cancel(transferId: string): void;
  close(transferId: string): void;
  windowClosed(owner: object): void;
  closeAll(): void;
}

interface Opening {
  readonly owner: object;
  readonly abort: AbortController;
  data: Uint8Array | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export function createOpenings({ client, allowsLoopback, download }: OpeningsDeps): Openings {
  const openings = new Map<string, Opening>();

  const forget = (transferId: string, reason: WalletInboxError) => {
    const opening = openings.get(transferId);
    if (opening === undefined) return;
    openings.delete(transferId);
    clearTimeout(opening.timer);
    opening.abort.abort(reason);
    opening.data = undefined;
  };

  const fetchFile = async (
    messageId: string,
    index: number,
    signal: AbortSignal,
    onProgress: (doneBytes: number, totalBytes: number) => void,
  ): Promise<AttachedFile> => {
    const open = await client();
    const message = await open.getMessage(messageId);
    const file = filesOf(message?.content)[index];
    if (message === undefined || file === undefined) {
      throw new WalletInboxError('Attachment.Missing', 'The message holds no such file.');
    }
    await requireAllowed(open, message);
    signal.throwIfAborted();
    if (file.kind === 'inline') return file.file;
    return download(file.attachment, { allowsLoopback: allowsLoopback(), signal, onProgress });
  };

  return {
    async open({ owner, transferId, messageId, index, onProgress }) {
      if (openings.has(transferId)) throw interrupted();
      if (openings.size >= maxAtOnce) {
        throw new WalletInboxError(
          'Attachment.Busy',
          'Other files are still being opened. Try again in a moment.',
        );
      }
      const opening: Opening = { owner, abort: new AbortController(), data: undefined, timer: undefined };
      openings.set(transferId, opening);
      const { signal } = opening.abort;
      try {
        const file = await fetchFile(messageId, index, signal, onProgress);
        signal.throwIfAborted();
        opening.data = file.data;
        opening.timer = setTimeout(() => forget(transferId, interrupted()), readMs);
        return file;
      } catch (error) {
        forget(transferId, interrupted());
        throw error;
      }
    },
    read(transferId, offset) {
      const opening = openings.get(transferId);
      if (opening?.data === undefined || offset >= opening.data.length) throw interrupted();
      clearTimeout(opening.timer);
      opening.timer = setTimeout(() => forget(transferId, interrupted()), readMs);
      return opening.data.subarray(offset, offset + chunkBytes);
    },
    cancel: (transferId) =>
      forget(transferId, new WalletInboxError('Attachment.Cancelled', 'The file was not opened.')),
    close: (transferId) => forget(transferId, interrupted()),
    windowClosed(owner) {
      for (const [transferId, opening] of openings) {
        if (opening.owner === owner) forget(transferId, interrupted());
      }
    },
    closeAll() {
      for (const transferId of openings.keys()) forget(transferId, interrupted());
    },
  };
}

/**
 * A stranger's address would tell that stranger who reads, when and from where, and a stranger's file may be anything:
 * first the person accepts them.
 */
async function requireAllowed(client: Client, message: Message): Promise<void> {
  if (message.isOwn) return;
  const conversation = await client.getConversation(message.conversationId);
  const isAccepted = conversation?.consent === 'allowed';
  if (isAccepted && (await client.inboxConsent(message.senderInboxId)) !== 'denied') return;
  throw new WalletInboxError('Attachment.NotAllowed', 'Accept the conversation before you open its files.');
}

const interrupted = (): WalletInboxError =>
  new WalletInboxError('Attachment.Interrupted', 'The file was let go before it was read. Open it again.');
