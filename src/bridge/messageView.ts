/** One message as a thread shows it. */
import * as v from 'valibot';
import { contentViewSchema } from './contentView.ts';
import {
  cappedText,
  conversationIdField,
  countField,
  inboxIdField,
  messageIdField,
  timeNsField,
} from './wireFields.ts';

/** Longest text that a window is given; the rest stays in the store and `isTruncated` is true. */
export const maxMessageTextLength = 32_768;

export const maxReactionsInView = 30;
export const maxPeopleInReaction = 20;
export const maxReactionLength = 64;
export const maxQuoteLength = 280;

const reactionViewSchema = v.strictObject({
  content: cappedText(maxReactionLength),
  count: countField,
  isOwn: v.boolean(),
  /** The first of them. */
  inboxIds: v.pipe(v.array(inboxIdField), v.maxLength(maxPeopleInReaction)),
});

const quotedMessageSchema = v.strictObject({
  messageId: messageIdField,
  senderInboxId: v.exactOptional(inboxIdField),
  /** Its first characters; empty when it is not here or was deleted. */
  text: cappedText(maxQuoteLength),
  isDeleted: v.boolean(),
  /** Whether it is in this store: only then can one go to it. */
  isKnown: v.boolean(),
});

export const messageViewSchema = v.strictObject({
  messageId: messageIdField,
  conversationId: conversationIdField,
  /** Empty for 'undecryptable' where nobody can tell who it is from. */
  senderInboxId: v.union([inboxIdField, v.literal('')]),
  isOwn: v.boolean(),
  /** The node's time of a stored message, ours while it is being sent. */
  sentAtNs: timeNsField,
  /** `authority/type:major.minor`; empty for 'undecryptable'. */
  contentType: cappedText(256),
  text: cappedText(maxMessageTextLength),
  isTruncated: v.boolean(),
  status: v.picklist(['sending', 'sent', 'failed']),
  kind: v.picklist(['content', 'groupUpdate', 'undecryptable']),
  /** What there is to draw beside `text`; `text` always holds the same as prose. */
  content: v.exactOptional(contentViewSchema),
  /** What people said about it, in the order of their first. */
  reactions: v.pipe(v.array(reactionViewSchema), v.maxLength(maxReactionsInView)),
  /** For a reply: what it answers. */
  repliedTo: v.exactOptional(quotedMessageSchema),
  /** Who deleted it; `text` is empty then. */
  deletedBy: v.exactOptional(inboxIdField),
  /** When it will vanish. */
  expiresAtNs: v.exactOptional(timeNsField),
  /** A code: why it is undecryptable, or why sending failed. */
  reason: v.exactOptional(cappedText(80)),
});

export type ReactionView = v.InferOutput<typeof reactionViewSchema>;
export type QuotedMessageView = v.InferOutput<typeof quotedMessageSchema>;
export type MessageView = v.InferOutput<typeof messageViewSchema>;
