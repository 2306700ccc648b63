/** What the worker tells a window without being asked. */
import * as v from 'valibot';
import { appStateViewSchema } from './appStateView.ts';
import { inboxPatchSchema } from './inboxView.ts';
import { threadPatchSchema } from './threadView.ts';
import { conversationIdField } from './wireFields.ts';

export const appEventSchema = v.variant('kind', [
  /** At once after connecting, and on every change. */
  v.strictObject({ kind: v.literal('appState'), state: appStateViewSchema }),
  /** After `inbox.subscribe` on this port. */
  v.strictObject({ kind: v.literal('inboxPatch'), patch: inboxPatchSchema }),
  /** After `thread.open` on this port, for the threads that are open on it. */
  v.strictObject({ kind: v.literal('threadPatch'), patch: threadPatchSchema }),
  /** An alert was clicked: show this conversation. */
  v.strictObject({ kind: v.literal('showConversation'), conversationId: conversationIdField }),
]);

export type AppEvent = v.InferOutput<typeof appEventSchema>;
