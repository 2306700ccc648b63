/** The conversation list: a snapshot with a revision, then patches that each name the revision they build on. */
import * as v from 'valibot';
import { conversationViewSchema } from './conversationView.ts';
import { conversationIdField, countField, timeNsField } from './wireFields.ts';

/** Most conversations in one answer; older ones are asked for with `inbox.older`. */
const maxConversationsInSnapshot = 500;

const revisionField = countField;

export const inboxSnapshotSchema = v.strictObject({
  revision: revisionField,
  /** The newest of every consent state, and all that are pinned: a window sorts them into its lists. */
  conversations: v.pipe(v.array(conversationViewSchema), v.maxLength(maxConversationsInSnapshot)),
  /** What was not among the newest is older than this. */
  olderThanNs: timeNsField,
  hasOlder: v.boolean(),
});

/** Fits on a list of revision `baseRevision` only; on any other, ask for a snapshot again. */
export const inboxPatchSchema = v.strictObject({
  baseRevision: revisionField,
  revision: revisionField,
  /** Keyed by `conversationId`: replace or insert, then sort anew. */
  puts: v.pipe(v.array(conversationViewSchema), v.maxLength(maxConversationsInSnapshot)),
  removes: v.pipe(v.array(conversationIdField), v.maxLength(maxConversationsInSnapshot)),
});

export type InboxSnapshot = v.InferOutput<typeof inboxSnapshotSchema>;
export type InboxPatch = v.InferOutput<typeof inboxPatchSchema>;
