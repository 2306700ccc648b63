/** One open thread: its newest page as a snapshot with a revision, then patches; other pages as they are asked for. */
import * as v from 'valibot';
import { conversationViewSchema } from './conversationView.ts';
import { messageViewSchema } from './messageView.ts';
import { conversationIdField, countField, messageIdField } from './wireFields.ts';

/** Most messages in one page. */
export const maxMessagesInPage = 100;

/** Newest first. */
const messagesField = v.pipe(v.array(messageViewSchema), v.maxLength(maxMessagesInPage));

export const olderPageSchema = v.strictObject({ messages: messagesField, hasOlder: v.boolean() });

export const newerPageSchema = v.strictObject({ messages: messagesField, hasNewer: v.boolean() });

/** A page from the midst of a thread. */
export const threadPartSchema = v.strictObject({
  messages: messagesField,
  hasOlder: v.boolean(),
  hasNewer: v.boolean(),
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
  /** Keyed by `messageId`: replace or insert, then sort by `sentAtNs`. They may lie outside of the pages that a window holds. */
  puts: messagesField,
  /** Gone from the store: their time was over. */
  removes: v.pipe(v.array(messageIdField), v.maxLength(maxMessagesInPage)),
  conversation: v.exactOptional(conversationViewSchema),
});

export type OlderPage = v.InferOutput<typeof olderPageSchema>;
export type NewerPage = v.InferOutput<typeof newerPageSchema>;
export type ThreadPart = v.InferOutput<typeof threadPartSchema>;
export type ThreadSnapshot = v.InferOutput<typeof threadSnapshotSchema>;
export type ThreadPatch = v.InferOutput<typeof threadPatchSchema>;
