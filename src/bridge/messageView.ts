/** One message as a thread shows it. */
import * as v from 'valibot';
import { pageLimits } from './page/pageLimits.ts';
import { typeIdField } from './pageSchemas.ts';
import { cappedText, conversationIdField, inboxIdField, messageIdField, timeNsField } from './wireFields.ts';

/** Longest text that a window is given; the rest stays in the store and `isTruncated` is true. */
export const maxMessageTextLength = 32_768;

export const messageViewSchema = v.strictObject({
  messageId: messageIdField,
  conversationId: conversationIdField,
  senderInboxId: inboxIdField,
  isOwn: v.boolean(),
  /** The node's time of a stored message, ours while it is being sent. */
  sentAtNs: timeNsField,
  /** `authority/type:major.minor`; empty for 'undecryptable'. */
  contentType: cappedText(256),
  text: cappedText(maxMessageTextLength),
  isTruncated: v.boolean(),
  status: v.picklist(['sending', 'sent', 'failed']),
  kind: v.picklist(['content', 'groupUpdate', 'undecryptable']),
  /** The fields of a wallet-inbox notification; `text` holds the same as prose. */
  notification: v.exactOptional(
    v.strictObject({
      typeId: typeIdField,
      title: cappedText(pageLimits.titleLength),
      body: cappedText(pageLimits.bodyLength),
      url: v.exactOptional(cappedText(pageLimits.urlLength)),
    }),
  ),
  /** A code: why it is undecryptable, or why sending failed. */
  reason: v.exactOptional(cappedText(80)),
});

export type MessageView = v.InferOutput<typeof messageViewSchema>;
