/** A site that asked for something: what it has, and what the person made of it. */
import * as v from 'valibot';
import { pageLimits } from './page/pageLimits.ts';
import { notificationTypeSchema, typeIdField } from './pageSchemas.ts';
import { addressField, cappedText, conversationIdField, inboxIdField, timeMsField } from './wireFields.ts';

/** `https://shop.example` or `http://localhost:3000`, as the browser stamped it. */
export const originField = cappedText(300);

export const grantIdField = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/u));

/** A picture as data, at most 32 KiB: PNG, JPEG or WebP. Comes from a verified file only. */
export const iconField = v.pipe(
  v.string(),
  v.maxLength(48 * 1024),
  v.regex(/^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/u),
);

/** `verified`: the site's well-known file lists the sender. `missing`: there is no such file. */
export const verificationField = v.picklist(['verified', 'missing']);

const typeViewSchema = v.strictObject({ ...notificationTypeSchema.entries, isOn: v.boolean() });

/** The right of one inbox to notify, and how the person has set it. */
export const subscriptionViewSchema = v.strictObject({
  grantId: grantIdField,
  sender: inboxIdField,
  senderAddress: v.exactOptional(addressField),
  types: v.pipe(v.array(typeViewSchema), v.maxLength(pageLimits.types)),
  /** No alerts; messages still arrive under Apps. */
  isMuted: v.boolean(),
  /** False after unsubscribing: the sender is denied. */
  isActive: v.boolean(),
  verification: verificationField,
  /** Where its messages are, once there is one. */
  conversationId: v.exactOptional(conversationIdField),
  grantedAtMs: timeMsField,
  expiresAtMs: timeMsField,
});

export const siteViewSchema = v.strictObject({
  origin: originField,
  /** From the verified file; absent otherwise. */
  name: v.exactOptional(cappedText(80)),
  icon: v.exactOptional(iconField),
  subscriptions: v.pipe(v.array(subscriptionViewSchema), v.maxLength(32)),
  canOpenConversation: v.boolean(),
  /** When the site last used a grant. */
  lastUsedMs: v.exactOptional(timeMsField),
  /** The person chose "never": the site may not ask. */
  isSilenced: v.boolean(),
});

export const typeChoiceField = v.pipe(v.array(typeIdField), v.maxLength(pageLimits.types));

export type SubscriptionView = v.InferOutput<typeof subscriptionViewSchema>;
export type SiteView = v.InferOutput<typeof siteViewSchema>;
