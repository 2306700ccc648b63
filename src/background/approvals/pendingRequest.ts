/**
 * A request that waits for the person: a row, not a promise. It lies in memory that outlives the worker and dies with the
 * browser, as the page that asked does.
 */
import * as v from 'valibot';
import { notificationTypeSchema } from '../../bridge/pageSchemas.ts';
import { iconField, originField, verificationField } from '../../bridge/siteView.ts';
import { inboxIdField, requestIdField } from '../../bridge/wireFields.ts';

export const pendingRequestSchema = v.strictObject({
  requestId: requestIdField,
  /** The document that asked, and how it calls its request: the same again is no second request. */
  documentKey: v.string(),
  pageRequestId: v.string(),
  origin: originField,
  kind: v.picklist(['permissions', 'subscribe']),
  notify: v.exactOptional(
    v.strictObject({
      sender: inboxIdField,
      types: v.array(notificationTypeSchema),
      reason: v.exactOptional(v.string()),
      verification: verificationField,
    }),
  ),
  openConversation: v.boolean(),
  siteName: v.exactOptional(v.string()),
  siteIcon: v.exactOptional(iconField),
  createdMs: v.number(),
  /**
   * - `checking`: the site's file is being fetched. The page says it again if we die meanwhile.
   * - `waiting`: for the person.
   * - `answered`: the document was not there to hear it.
   */
  state: v.picklist(['checking', 'waiting', 'answered']),
  outcome: v.exactOptional(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('result'), result: v.unknown() }),
      v.strictObject({
        kind: v.literal('fault'),
        reason: v.picklist(['rejected', 'senderMismatch', 'internal']),
      }),
    ]),
  ),
  answeredMs: v.exactOptional(v.number()),
});

export type PendingRequest = v.InferOutput<typeof pendingRequestSchema>;
export type RequestOutcome = NonNullable<PendingRequest['outcome']>;
