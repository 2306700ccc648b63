/** What the approval window shows: one request of one site. */
import * as v from 'valibot';
import { pageLimits } from './page/pageLimits.ts';
import { notificationTypeSchema } from './pageSchemas.ts';
import { iconField, originField, verificationField } from './siteView.ts';
import { addressField, cappedText, countField, inboxIdField, requestIdField } from './wireFields.ts';

export const approvalViewSchema = v.strictObject({
  requestId: requestIdField,
  /** As the browser stamped it. The largest thing on the page. */
  origin: originField,
  /** `subscribe`: it has the grant and asks for types, or to start again. */
  kind: v.picklist(['permissions', 'subscribe']),
  /** From the verified file only. */
  siteName: v.exactOptional(cappedText(80)),
  siteIcon: v.exactOptional(iconField),
  notify: v.exactOptional(
    v.strictObject({
      sender: inboxIdField,
      senderAddress: v.exactOptional(addressField),
      /** `missing` wants a second confirmation. */
      verification: verificationField,
      types: v.pipe(v.array(notificationTypeSchema), v.maxLength(pageLimits.types)),
      /** The site's own words. */
      reason: v.exactOptional(cappedText(pageLimits.reasonLength)),
      /** The person has blocked this sender before. */
      isBlocked: v.boolean(),
    }),
  ),
  asksOpenConversation: v.boolean(),
  /** Other requests behind this one. */
  waitingCount: countField,
});

export type ApprovalView = v.InferOutput<typeof approvalViewSchema>;
