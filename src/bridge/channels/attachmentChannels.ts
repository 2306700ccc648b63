/**
 * Files. Plaintext passes between a window and the worker in pieces and is kept in memory alone; only the worker speaks
 * to servers. Ids are the window's choice, so that it can cancel at any time.
 */
import * as v from 'valibot';
import {
  chunkField,
  filenameField,
  fileSizeField,
  maxAttachmentIndex,
  mimeTypeField,
  uploadsField,
} from '../attachmentView.ts';
import { defineChannel } from '../channel.ts';
import { messageViewSchema } from '../messageView.ts';
import { conversationIdField, countField, messageIdField, requestIdField } from '../wireFields.ts';

/** Longer than the worker allows a transfer: its own answer should win. */
const transferTimeoutMs = 16 * 60_000;

export const attachmentChannels = {
  /** Announces a file to be sent. Nothing is kept of it yet when this is refused. */
  'attachment.begin': defineChannel({
    input: v.strictObject({
      uploadId: requestIdField,
      conversationId: conversationIdField,
      filename: filenameField,
      mimeType: mimeTypeField,
      sizeBytes: v.pipe(countField, v.minValue(1)),
    }),
    output: v.strictObject({}),
    errors: [
      'Vault.Locked',
      'Conversation.Unknown',
      'Conversation.Inactive',
      'Attachment.TooLarge',
      'Attachment.NoEndpoint',
      'Attachment.Busy',
    ],
    timeoutMs: 20_000,
  }),
  /** The next piece, in order. */
  'attachment.put': defineChannel({
    input: v.strictObject({ uploadId: requestIdField, offset: countField, data: chunkField }),
    output: v.strictObject({}),
    errors: ['Vault.Locked', 'Attachment.Interrupted'],
    timeoutMs: 20_000,
  }),
  /**
   * Encrypts, uploads and sends; goes on when the window closes. Answers with the message once it is stored in state
   * `sending`; its end comes as a patch like that of any other.
   */
  'attachment.commit': defineChannel({
    input: v.strictObject({ uploadId: requestIdField }),
    output: messageViewSchema,
    errors: [
      'Vault.Locked',
      'Conversation.Inactive',
      'Attachment.Interrupted',
      'Attachment.Unreachable',
      'Attachment.TooLarge',
      'Attachment.BadAddress',
      'Attachment.Cancelled',
    ],
    timeoutMs: transferTimeoutMs,
  }),
  /** Ends a transfer of either direction; who waits for it gets `Attachment.Cancelled`. Too late or unknown: nothing. */
  'attachment.cancel': defineChannel({
    input: v.strictObject({ transferId: requestIdField }),
    output: v.strictObject({}),
    errors: [],
    timeoutMs: 10_000,
  }),
  /**
   * Fetches and decrypts a file, after a click alone. Name and type are the sender's claims. Its bytes wait in the
   * worker's memory, for a minute, to be read.
   */
  'attachment.open': defineChannel({
    input: v.strictObject({
      transferId: requestIdField,
      messageId: messageIdField,
      index: v.pipe(countField, v.maxValue(maxAttachmentIndex)),
    }),
    output: v.strictObject({ filename: filenameField, mimeType: mimeTypeField, sizeBytes: fileSizeField }),
    errors: [
      'Vault.Locked',
      'Attachment.Missing',
      'Attachment.NotAllowed',
      'Attachment.BadAddress',
      'Attachment.TooLarge',
      'Attachment.Unreachable',
      'Attachment.Gone',
      'Attachment.DigestMismatch',
      'Attachment.Undecryptable',
      'Attachment.Cancelled',
      'Attachment.Busy',
    ],
    timeoutMs: transferTimeoutMs,
  }),
  'attachment.read': defineChannel({
    input: v.strictObject({ transferId: requestIdField, offset: countField }),
    output: v.strictObject({ data: chunkField }),
    errors: ['Attachment.Interrupted'],
    timeoutMs: 20_000,
  }),
  /** Lets go of what was opened. */
  'attachment.close': defineChannel({
    input: v.strictObject({ transferId: requestIdField }),
    output: v.strictObject({}),
    errors: [],
    timeoutMs: 10_000,
  }),
  /** Files that are not messages yet; changes come as `uploads` events to every window. */
  'uploads.list': defineChannel({
    input: v.strictObject({}),
    output: v.strictObject({ uploads: uploadsField }),
    errors: ['Vault.Locked'],
    timeoutMs: 20_000,
  }),
  /** Tries a failed upload again; the message comes as a patch, another failure as an event. */
  'uploads.retry': defineChannel({
    input: v.strictObject({ uploadId: requestIdField }),
    output: v.strictObject({}),
    errors: ['Vault.Locked', 'Attachment.Interrupted'],
    timeoutMs: 20_000,
  }),
  /** Forgets a failed upload. */
  'uploads.dismiss': defineChannel({
    input: v.strictObject({ uploadId: requestIdField }),
    output: v.strictObject({}),
    errors: ['Vault.Locked'],
    timeoutMs: 20_000,
  }),
};
