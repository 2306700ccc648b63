/** Files on their way out: from the pieces that a window hands over to the message that is sent. */
import {
  inlineFileBytes,
  maxFileBytes,
  maxUploadsInView,
  type UploadView,
} from '../../bridge/attachmentView.ts';
import type { Client, Message } from '../../core/client/client.ts';
import type { AttachedFile, MessageContent } from '../../core/content/messageContent.ts';
import type { EncryptedAttachment } from '../../core/content/remoteAttachmentCrypto.ts';
import { isWalletInboxError, WalletInboxError } from '../../core/errors.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { Upload } from './createUploader.ts';
import type { UploadRow, UploadRows } from './createUploadRows.ts';
import { filesOf } from './filesOf.ts';

/** Files held in memory, in bytes: two of the largest. */
const maxHeldBytes = 2 * maxFileBytes;
/** A window that says nothing for so long is gone. */
const handOverMs = 60_000;
/** Messages among which one is looked for that was sent just before the worker died. */
const searchDepth = 50;
const clockSlackMs = 5 * 60_000;

const fallbackMimeType = 'application/octet-stream';

/** What of an open account is needed to send a file. */
export interface UploadScene {
  readonly client: Client;
  readonly rows: UploadRows;
  /** `undefined`: there is none, and only small files can be sent. */
  readonly endpoint: string | undefined;
}

export interface UploadsDeps {
  /** Throws Vault.Locked. */
  readonly scene: () => Promise<UploadScene>;
  readonly encrypt: (file: AttachedFile) => Promise<EncryptedAttachment>;
  readonly upload: Upload;
  readonly clock: Clock;
  readonly logger: Logger;
  /** `list` would answer something else now. */
  readonly onChange: () => void;
}

export interface Uploads {
  begin(input: {
    readonly uploadId: string;
    readonly conversationId: string;
    readonly filename: string;
    readonly mimeType: string;
    readonly sizeBytes: number;
  }): Promise<void>;
  put(uploadId: string, offset: number, bytes: Uint8Array): void;
  /** Answers when the message is stored. Asked again while it runs: the same answer. */
  commit(uploadId: string): Promise<Message>;
  retry(uploadId: string): void;
  cancel(uploadId: string): void;
  dismiss(uploadId: string): Promise<void>;
  list(): readonly UploadView[];
  /** The account was opened: shows what the last life of the worker did not get through. */
  resume(scene: Pick<UploadScene, 'client' | 'rows'>): Promise<void>;
  /** The account was closed: ends everything and forgets every byte. */
  close(): void;
}

interface Entry {
  row: UploadRow;
  phase: UploadView['phase'];
  doneBytes: number;
  /** The file as handed over, until it is encrypted; a small one until it is sent. */
  data: Uint8Array | undefined;
  receivedBytes: number;
  encrypted: EncryptedAttachment | undefined;
  handOver: ReturnType<typeof setTimeout> | undefined;
  run: { readonly abort: AbortController; readonly done: Promise<Message> } | undefined;
}

const interrupted = (): WalletInboxError =>
  new WalletInboxError('Attachment.Interrupted', 'The file was not sent. Choose it again.');

const heldBytes = ({ data, encrypted }: Entry): number =>
  (data?.length ?? 0) + (encrypted?.payload.length ?? 0);

export function createUploads(deps: UploadsDeps): Uploads {
  const { clock, logger, onChange } = deps;
  /** In the order of their beginning. */
  const entries = new Map<string, Entry>();

  const drop = (entry: Entry) => {
    clearTimeout(entry.handOver);
    entry.data = undefined;
    entry.encrypted = undefined;
    entries.delete(entry.row.uploadId);
    onChange();
  };

  /** Failed ones give way: first their bytes, then, where the list is full, their line. */
  const makeRoom = (sizeBytes: number, rows: UploadRows) => {
    const failed = [...entries.values()].filter(({ phase }) => phase === 'failed');
    const held = () => [...entries.values()].reduce((sum, entry) => sum + heldBytes(entry), 0);
    for (const entry of failed) {
      if (held() + sizeBytes <= maxHeldBytes) break;
      entry.data = undefined;
      entry.encrypted = undefined;
    }
    for (const entry of failed) {
      if (entries.size < maxUploadsInView) break;
      drop(entry);
      rows.remove(entry.row.uploadId).catch(() => undefined);
    }
    if (held() + sizeBytes <= maxHeldBytes && entries.size < maxUploadsInView) return;
    throw new WalletInboxError(
      'Attachment.Busy',
      'Other files are still on their way. Try again in a moment.',
    );
  };

  /** Remote where there is an endpoint, else inside the message. */
  const contentOf = async (
    entry: Entry,
    { rows, endpoint }: UploadScene,
    signal: AbortSignal,
  ): Promise<MessageContent> => {
    const { filename, mimeType, sizeBytes } = entry.row;
    const file = entry.data && { filename, mimeType, data: entry.data };
    if (endpoint === undefined) {
      if (file === undefined) throw interrupted();
      if (sizeBytes > inlineFileBytes) throw noEndpoint();
      return { kind: 'attachment', ...file };
    }
    entry.encrypted ??= file && (await deps.encrypt(file));
    signal.throwIfAborted();
    if (entry.encrypted === undefined) throw interrupted();
    entry.data = undefined;
    const { payload, attachment } = entry.encrypted;
    entry.row = { ...entry.row, contentDigest: attachment.contentDigest };
    await rows.put(entry.row);
    const url = await deps.upload(new Uint8Array(payload), endpoint, {
      signal,
      onProgress(doneBytes, totalBytes) {
        entry.doneBytes = Math.floor((doneBytes / Math.max(1, totalBytes)) * sizeBytes);
        onChange();
      },
    });
    return { kind: 'remoteAttachment', attachment: { ...attachment, url } };
  };

  const send = async (entry: Entry, signal: AbortSignal): Promise<Message> => {
    const { uploadId, conversationId } = entry.row;
    let rows: UploadRows | undefined;
    try {
      const scene = await deps.scene();
      rows = scene.rows;
      await rows.put(entry.row);
      const content = await contentOf(entry, scene, signal);
      signal.throwIfAborted();
      const { message, sent } = await scene.client.sendContent(conversationId, content);
      // How it ends is stored and comes as an event; nobody waits for it here.
      sent.catch((error: unknown) => logger.info('attachment.notSent', errorFacts(error)));
      drop(entry);
      await rows.remove(uploadId).catch(() => undefined);
      return message;
    } catch (error) {
      const code = isWalletInboxError(error) ? error.code : 'Bridge.Internal';
      logger.info('attachment.failed', errorFacts(error));
      entry.run = undefined;
      if (code === 'Attachment.Cancelled') {
        drop(entry);
        await rows?.remove(uploadId).catch(() => undefined);
      } else {
        entry.phase = 'failed';
        entry.row = { ...entry.row, code };
        onChange();
        await rows?.put(entry.row).catch(() => undefined);
      }
      throw error;
    }
  };

  const start = (entry: Entry): Promise<Message> => {
    const { code: _, ...row } = entry.row;
    entry.row = row;
    entry.phase = 'uploading';
    entry.doneBytes = 0;
    const abort = new AbortController();
    const done = send(entry, abort.signal);
    done.catch(() => undefined);
    entry.run = { abort, done };
    onChange();
    return done;
  };

  return {
    async begin({ uploadId, conversationId, filename, mimeType, sizeBytes }) {
      const { client, rows, endpoint } = await deps.scene();
      const conversation = await client.getConversation(conversationId);
      if (conversation === undefined) {
        throw new WalletInboxError('Conversation.Unknown', 'There is no such conversation.');
      }
      if (!conversation.isActive) {
        throw new WalletInboxError(
          'Conversation.Inactive',
          'You are not a member of this conversation any more.',
        );
      }
      if (sizeBytes > maxFileBytes) {
        throw new WalletInboxError('Attachment.TooLarge', 'A file can have at most 25 MB.', {
          details: { maxBytes: maxFileBytes },
        });
      }
      if (endpoint === undefined && sizeBytes > inlineFileBytes) throw noEndpoint();
      if (entries.has(uploadId)) throw interrupted();
      makeRoom(sizeBytes, rows);
      const entry: Entry = {
        row: {
          uploadId,
          conversationId,
          filename,
          mimeType: isMimeType(mimeType) ? mimeType : fallbackMimeType,
          sizeBytes,
          startedMs: clock.nowMs(),
        },
        phase: 'waiting',
        doneBytes: 0,
        data: new Uint8Array(sizeBytes),
        receivedBytes: 0,
        encrypted: undefined,
        handOver: undefined,
        run: undefined,
      };
      entry.handOver = setTimeout(() => drop(entry), handOverMs);
      entries.set(uploadId, entry);
      onChange();
    },
    put(uploadId, offset, bytes) {
      const entry = entries.get(uploadId);
      const isNext = entry?.phase === 'waiting' && entry.receivedBytes === offset;
      if (!isNext || entry.data === undefined || offset + bytes.length > entry.data.length)
        throw interrupted();
      clearTimeout(entry.handOver);
      entry.handOver = setTimeout(() => drop(entry), handOverMs);
      entry.data.set(bytes, offset);
      entry.receivedBytes += bytes.length;
    },
    async commit(uploadId) {
      const entry = entries.get(uploadId);
      if (entry?.run !== undefined) return entry.run.done;
      if (entry?.phase !== 'waiting' || entry.receivedBytes !== entry.row.sizeBytes) throw interrupted();
      clearTimeout(entry.handOver);
      return start(entry);
    },
    retry(uploadId) {
      const entry = entries.get(uploadId);
      if (entry?.run !== undefined) return;
      if (entry?.phase !== 'failed' || heldBytes(entry) === 0) throw interrupted();
      start(entry);
    },
    cancel(uploadId) {
      const entry = entries.get(uploadId);
      if (entry?.phase === 'waiting') drop(entry);
      entry?.run?.abort.abort(new WalletInboxError('Attachment.Cancelled', 'The file was not sent.'));
    },
    async dismiss(uploadId) {
      const entry = entries.get(uploadId);
      if (entry?.phase !== 'failed') return;
      drop(entry);
      await (await deps.scene()).rows.remove(uploadId);
    },
    list() {
      return [...entries.values()].map((entry) => ({
        uploadId: entry.row.uploadId,
        conversationId: entry.row.conversationId,
        filename: entry.row.filename,
        sizeBytes: entry.row.sizeBytes,
        phase: entry.phase,
        doneBytes: entry.doneBytes,
        ...(entry.row.code === undefined ? {} : { code: entry.row.code }),
        canRetry: entry.phase === 'failed' && heldBytes(entry) > 0,
      }));
    },
    async resume({ client, rows }) {
      for (const row of await rows.list()) {
        if (entries.has(row.uploadId)) continue;
        if (await wasSent(client, row)) {
          await rows.remove(row.uploadId);
          continue;
        }
        entries.set(row.uploadId, {
          row: { ...row, code: row.code ?? 'Attachment.Interrupted' },
          phase: 'failed',
          doneBytes: 0,
          data: undefined,
          receivedBytes: 0,
          encrypted: undefined,
          handOver: undefined,
          run: undefined,
        });
      }
      onChange();
    },
    close() {
      for (const entry of entries.values()) {
        entry.run?.abort.abort(interrupted());
        drop(entry);
      }
    },
  };
}

/** Whether the worker died between sending a file and forgetting that it was to be sent. */
async function wasSent(client: Client, row: UploadRow): Promise<boolean> {
  // The node's time may be behind ours.
  const sinceNs = BigInt(row.startedMs - clockSlackMs) * 1_000_000n;
  const messages = await client
    .listMessages(row.conversationId, { limit: searchDepth })
    .catch(() => [] as readonly Message[]);
  return messages.some(
    (message) => message.isOwn && message.sentAtNs >= sinceNs && filesOf(message.content).some(isFileOf(row)),
  );
}

const isFileOf =
  (row: UploadRow) =>
  (file: ReturnType<typeof filesOf>[number]): boolean =>
    file.kind === 'remote'
      ? file.attachment.contentDigest === row.contentDigest
      : file.file.filename === row.filename &&
        file.file.data.length === row.sizeBytes &&
        file.file.mimeType === row.mimeType;

const isMimeType = (text: string): boolean => /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,60}$/.test(text);

const noEndpoint = (): WalletInboxError =>
  new WalletInboxError(
    'Attachment.NoEndpoint',
    'Files of this size need an upload server. Name one in the settings.',
    {
      details: { maxBytes: inlineFileBytes },
    },
  );
