/** One open thread: a page as a snapshot with a revision, then patches. */
import * as v from 'valibot';
import { conversationViewSchema } from './conversationView.ts';
import { messageViewSchema } from './messageView.ts';
import { conversationIdField, countField } from './wireFields.ts';

/** Most messages in one page. */
export const maxMessagesInPage = 100;

const messagesField = v.pipe(v.array(messageViewSchema), v.maxLength(maxMessagesInPage));

export const messagePageSchema = v.strictObject({
  /** Newest first. */
  messages: messagesField,
  hasOlder: v.boolean(),
});

export const threadSnapshotSchema = v.strictObject({
  revision: countField,
  conversation: conversationViewSchema,
  messages: messagesField,
  hasOlder: v.boolean(),
});

/** Fits on a thread of revision `baseRevision` only; on any other, open the thread again. */
export const threadPatchSchema = v.strictObject({
  conversationId: conversationIdField,
  baseRevision: countField,
  revision: countField,
  /** Keyed by `messageId`: replace or insert, then sort by `sentAtNs`. */
  puts: messagesField,
  conversation: v.exactOptional(conversationViewSchema),
});

export type MessagePage = v.InferOutput<typeof messagePageSchema>;
export type ThreadSnapshot = v.InferOutput<typeof threadSnapshotSchema>;
export type ThreadPatch = v.InferOutput<typeof threadPatchSchema>;
