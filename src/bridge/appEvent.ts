/** What the worker tells a window without being asked. */
import * as v from 'valibot';
import { approvalViewSchema } from './approvalView.ts';
import { appStateViewSchema } from './appStateView.ts';
import { attachmentProgressSchema, uploadsField } from './attachmentView.ts';
import { lookalikesField } from './channels/nameChannels.ts';
import { sitesField } from './channels/siteChannels.ts';
import { inboxPatchSchema } from './inboxView.ts';
import { threadPatchSchema } from './threadView.ts';
import { cappedText, conversationIdField, requestIdField } from './wireFields.ts';

export const appEventSchema = v.variant('kind', [
  /** At once after connecting, and on every change. */
  v.strictObject({ kind: v.literal('appState'), state: appStateViewSchema }),
  /** After `inbox.subscribe` on this port. */
  v.strictObject({ kind: v.literal('inboxPatch'), patch: inboxPatchSchema }),
  /** After `thread.open` on this port, for the threads that are open on it. */
  v.strictObject({ kind: v.literal('threadPatch'), patch: threadPatchSchema }),
  /** An alert was clicked: show this conversation. */
  v.strictObject({ kind: v.literal('showConversation'), conversationId: conversationIdField }),
  /** A site wants to write: take the draft and show it. */
  v.strictObject({ kind: v.literal('showDraft'), draftId: requestIdField }),
  /** To approval windows: the head of the queue changed; absent: there is nothing more to decide. */
  v.strictObject({ kind: v.literal('approval'), approval: v.exactOptional(approvalViewSchema) }),
  /** After `sites.subscribe` on this port: all sites anew. */
  v.strictObject({ kind: v.literal('sites'), sites: sitesField }),
  /** After `name.lookalikes`: all of them anew. */
  v.strictObject({ kind: v.literal('lookalikes'), lookalikes: lookalikesField }),
  /** To every window: all files that are not messages yet, anew. */
  v.strictObject({ kind: v.literal('uploads'), uploads: uploadsField }),
  /** To the window that opens an attachment. */
  v.strictObject({ kind: v.literal('attachmentProgress'), ...attachmentProgressSchema.entries }),
  /** To onboarding pages, while `vault.create` runs with a wallet: what the wallet is going to be asked to sign. */
  v.strictObject({ kind: v.literal('walletText'), text: cappedText(2_000) }),
]);

export type AppEvent = v.InferOutput<typeof appEventSchema>;
