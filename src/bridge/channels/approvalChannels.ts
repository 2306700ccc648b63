/** The approval window. Only `/approval.html` may call these: no other page of ours can answer for the person. */
import * as v from 'valibot';
import { approvalViewSchema } from '../approvalView.ts';
import { defineChannel } from '../channel.ts';
import { typeChoiceField } from '../siteView.ts';
import { requestIdField } from '../wireFields.ts';

export const approvalChannels = {
  /** The request at the head of the queue; absent when there is none (the window may close). `approval` events follow. */
  'approval.current': defineChannel({
    input: v.strictObject({}),
    output: v.strictObject({ approval: v.exactOptional(approvalViewSchema) }),
    errors: ['Vault.Locked'],
    timeoutMs: 30_000,
  }),
  'approval.decide': defineChannel({
    input: v.strictObject({
      requestId: requestIdField,
      decision: v.variant('kind', [
        v.strictObject({
          kind: v.literal('approve'),
          /** Ids of the types to switch on; empty together with `notify: false`. */
          typeIds: typeChoiceField,
          notify: v.boolean(),
          openConversation: v.boolean(),
        }),
        v.strictObject({ kind: v.literal('reject') }),
        /** Reject, and do not let this site ask again. */
        v.strictObject({ kind: v.literal('never') }),
      ]),
    }),
    output: v.strictObject({}),
    errors: ['Vault.Locked', 'Site.RequestGone'],
    timeoutMs: 60_000,
  }),
};
