/** The state of the whole, small enough to be sent anew on every change. */
import * as v from 'valibot';
import { networkViewSchema } from './network.ts';
import { settingsSchema } from './settings.ts';
import { wireErrorSchema } from './wireError.ts';
import { addressField, countField, inboxIdField, installationIdField, timeMsField } from './wireFields.ts';

const accountViewSchema = v.strictObject({
  address: addressField,
  inboxId: inboxIdField,
  installationId: installationIdField,
});

/** How the client stands with its node. */
export const connectionViewSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('stopped') }),
  v.strictObject({ kind: v.literal('connecting') }),
  v.strictObject({ kind: v.literal('catchingUp'), done: countField, total: countField }),
  v.strictObject({ kind: v.literal('live'), sinceMs: timeMsField }),
  v.strictObject({
    kind: v.literal('offline'),
    sinceMs: timeMsField,
    retryAtMs: timeMsField,
    code: v.pipe(v.string(), v.maxLength(80)),
  }),
]);

/**
 * - `empty`: no account in this browser: show onboarding.
 * - `locked`: an account, its vault closed: show unlock. `account` is absent.
 * - `opening`: unlocked, the client not open yet; `failure` says why when it does not come up (it is retried).
 * - `ready`: `account` is present and every channel works.
 */
export const appStateViewSchema = v.strictObject({
  phase: v.picklist(['empty', 'locked', 'opening', 'ready']),
  network: v.exactOptional(networkViewSchema),
  account: v.exactOptional(accountViewSchema),
  connection: connectionViewSchema,
  settings: settingsSchema,
  failure: v.exactOptional(wireErrorSchema),
});

export type ConnectionView = v.InferOutput<typeof connectionViewSchema>;
export type AppStateView = v.InferOutput<typeof appStateViewSchema>;
