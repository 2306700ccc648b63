/** What a message holds beside its text, as a window needs it to draw it. Absent: a plain text, or a fallback. */
import * as v from 'valibot';
import { pageLimits } from './page/pageLimits.ts';
import { typeIdField } from './pageSchemas.ts';
import { cappedText, countField, inboxIdField } from './wireFields.ts';

/** More than these a message does not show. */
export const maxAttachmentsInView = 20;
export const maxCallsInView = 20;
export const maxActionsInView = 10;
export const maxPeopleInUpdate = 20;

/** The first of them, and how many there are. */
const peopleField = v.strictObject({
  inboxIds: v.pipe(v.array(inboxIdField), v.maxLength(maxPeopleInUpdate)),
  count: countField,
});

/** A file. Its bytes come by `attachment.open` alone, after a click. */
const attachmentViewSchema = v.strictObject({
  /** As the sender calls it; empty when they do not. */
  filename: cappedText(255),
  /** Of a file within the message; a remote one tells only when it is opened. */
  mimeType: v.exactOptional(cappedText(128)),
  /** As the sender claims, for a remote file. */
  sizeBytes: v.exactOptional(countField),
  /** The host that learns of the download; absent for a file within the message. */
  host: v.exactOptional(cappedText(253)),
});

const callViewSchema = v.strictObject({
  to: v.exactOptional(cappedText(64)),
  /** Wei, decimal. */
  value: v.exactOptional(cappedText(80)),
  /** 0x hex, cut to 2,000 characters: `dataBytes` tells how long it is. */
  data: v.exactOptional(cappedText(2_000)),
  dataBytes: countField,
  /** What the sender says that it does. */
  description: cappedText(500),
});

const actionViewSchema = v.strictObject({
  id: cappedText(256),
  label: cappedText(256),
  style: v.picklist(['primary', 'secondary', 'danger']),
  isExpired: v.boolean(),
});

export const contentViewSchema = v.variant('kind', [
  /** The source is the message's `text`. */
  v.strictObject({ kind: v.literal('markdown') }),
  v.strictObject({
    kind: v.literal('attachments'),
    items: v.pipe(v.array(attachmentViewSchema), v.maxLength(maxAttachmentsInView)),
    /** All of them. */
    count: countField,
  }),
  v.strictObject({
    kind: v.literal('transactionReference'),
    networkId: cappedText(64),
    /** The transaction's hash, as the sender claims. */
    reference: cappedText(256),
    namespace: v.exactOptional(cappedText(64)),
    /** What the sender says was moved: a decimal number and the name of a currency. */
    amount: v.exactOptional(cappedText(80)),
    currency: v.exactOptional(cappedText(32)),
    toAddress: v.exactOptional(cappedText(64)),
  }),
  v.strictObject({
    kind: v.literal('walletSendCalls'),
    /** Decimal. */
    chainId: cappedText(80),
    from: cappedText(64),
    calls: v.pipe(v.array(callViewSchema), v.maxLength(maxCallsInView)),
    callCount: countField,
  }),
  v.strictObject({
    kind: v.literal('actions'),
    /** Chosen by the sender: what an answer names. */
    questionId: cappedText(256),
    question: cappedText(2_000),
    actions: v.pipe(v.array(actionViewSchema), v.maxLength(maxActionsInView)),
    isExpired: v.boolean(),
  }),
  /** An answer to a question. */
  v.strictObject({ kind: v.literal('intent'), questionId: cappedText(256), actionId: cappedText(256) }),
  /** A member asks to leave a group. */
  v.strictObject({ kind: v.literal('leaveRequest') }),
  v.strictObject({
    kind: v.literal('notification'),
    typeId: typeIdField,
    title: cappedText(pageLimits.titleLength),
    body: cappedText(pageLimits.bodyLength),
    url: v.exactOptional(cappedText(pageLimits.urlLength)),
  }),
  v.strictObject({
    kind: v.literal('groupUpdate'),
    /** Empty when unknown. */
    byInboxId: v.exactOptional(inboxIdField),
    added: peopleField,
    removed: peopleField,
    left: peopleField,
    adminsAdded: peopleField,
    adminsRemoved: peopleField,
    superAdminsAdded: peopleField,
    superAdminsRemoved: peopleField,
    changes: v.pipe(
      v.array(
        v.strictObject({
          field: v.picklist(['name', 'description', 'image', 'disappearing', 'other']),
          value: cappedText(512),
        }),
      ),
      v.maxLength(16),
    ),
  }),
]);

export type ContentView = v.InferOutput<typeof contentViewSchema>;
export type AttachmentView = v.InferOutput<typeof attachmentViewSchema>;
export type CallView = v.InferOutput<typeof callViewSchema>;
