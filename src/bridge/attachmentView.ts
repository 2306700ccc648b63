/** Files on their way between a window and the worker, and from there to the network. */
import * as v from 'valibot';
import { cappedText, conversationIdField, countField, requestIdField } from './wireFields.ts';

/** The largest file that is sent, in bytes: encrypted it stays below the 25 MiB that endpoints take. */
export const maxFileBytes = 25_000_000;

/** The largest file that goes inside a message, where there is no endpoint to upload to. */
export const inlineFileBytes = 256 * 1024;

/** Bytes in one piece between window and worker: in base64 it fits the largest request. A multiple of 3. */
export const chunkBytes = 180 * 1024;

/** A message has no more files than the content codecs read. */
export const maxAttachmentIndex = 63;

/** Uploads that windows are told of. */
export const maxUploadsInView = 20;

const base64Length = (bytes: number) => Math.ceil(bytes / 3) * 4;

/** A piece of a file in base64 (RFC 4648 section 4). */
export const chunkField = v.pipe(
  cappedText(base64Length(chunkBytes)),
  v.minLength(4),
  v.regex(/^[A-Za-z0-9+/]+={0,2}$/u),
);

export const filenameField = cappedText(255);
export const mimeTypeField = cappedText(127);
/** Of a file that came: others may send a little more than we do. */
export const fileSizeField = v.pipe(countField, v.maxValue(25 * 1024 * 1024));

/** A file that is not a message yet. */
export const uploadViewSchema = v.strictObject({
  uploadId: requestIdField,
  conversationId: conversationIdField,
  filename: filenameField,
  sizeBytes: countField,
  /** `waiting`: nothing has left yet. */
  phase: v.picklist(['waiting', 'uploading', 'failed']),
  doneBytes: countField,
  /** Why it failed. */
  code: v.exactOptional(cappedText(80)),
  /** Whether the worker still has the file; without it a person has to choose it again. */
  canRetry: v.boolean(),
});

export const uploadsField = v.pipe(v.array(uploadViewSchema), v.maxLength(maxUploadsInView));

/** How far one transfer of this window has come, between the worker and a server. */
export const attachmentProgressSchema = v.strictObject({
  transferId: requestIdField,
  doneBytes: countField,
  /** 0: not known. */
  totalBytes: countField,
});

export type UploadView = v.InferOutput<typeof uploadViewSchema>;
