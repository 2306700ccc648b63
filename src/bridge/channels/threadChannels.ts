/** One thread: reading it, writing in it, and what a person does with one of its messages. */
import * as v from 'valibot';
import { defineChannel } from '../channel.ts';
import { conversationViewSchema } from '../conversationView.ts';
import { maxMessageTextLength, maxReactionLength, messageViewSchema } from '../messageView.ts';
import { newerPageSchema, olderPageSchema, threadPartSchema, threadSnapshotSchema } from '../threadView.ts';
import {
  cappedText,
  conversationIdField,
  messageIdField,
  requestIdField,
  timeNsField,
} from '../wireFields.ts';

const ofConversation = { conversationId: conversationIdField };
const ofMessage = { messageId: messageIdField };
const nothing = v.strictObject({});

export const threadChannels = {
  /** The newest page now, `threadPatch` events for this conversation from then on. */
  'thread.open': defineChannel({
    input: v.strictObject(ofConversation),
    output: threadSnapshotSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown'],
    timeoutMs: 20_000,
  }),
  'thread.close': defineChannel({
    input: v.strictObject(ofConversation),
    output: nothing,
    errors: [],
    timeoutMs: 10_000,
  }),
  /** The page before `beforeNs` (exclusive). */
  'thread.older': defineChannel({
    input: v.strictObject({ ...ofConversation, beforeNs: timeNsField }),
    output: olderPageSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown'],
    timeoutMs: 20_000,
  }),
  /** The page after `afterNs` (exclusive). */
  'thread.newer': defineChannel({
    input: v.strictObject({ ...ofConversation, afterNs: timeNsField }),
    output: newerPageSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown'],
    timeoutMs: 20_000,
  }),
  /** A message, or a moment, with what stands on both sides of it. */
  'thread.around': defineChannel({
    input: v.union([
      v.strictObject({ ...ofConversation, ...ofMessage }),
      v.strictObject({ ...ofConversation, atNs: timeNsField }),
    ]),
    output: threadPartSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown', 'Message.Unknown'],
    timeoutMs: 20_000,
  }),
  /** Keeps what is written and not sent, for every window; in the store a moment later. An empty text is none. */
  'thread.setDraft': defineChannel({
    input: v.strictObject({ ...ofConversation, text: cappedText(maxMessageTextLength) }),
    output: nothing,
    errors: ['Vault.Locked'],
    timeoutMs: 20_000,
  }),
  /** For all members, from now on; without `inNs` messages stay. */
  'thread.setDisappearing': defineChannel({
    input: v.strictObject({ ...ofConversation, inNs: v.exactOptional(timeNsField) }),
    output: conversationViewSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown', 'Group.Refused', 'Group.Contended', 'Node.Unreachable'],
    timeoutMs: 90_000,
  }),
  /**
   * Stores the message and answers with it in state `sending`; `sent` or `failed` comes as a patch. The same
   * `clientRequestId` again answers with the same message: a window may ask twice when a port broke.
   */
  'message.send': defineChannel({
    input: v.strictObject({
      ...ofConversation,
      text: v.pipe(cappedText(maxMessageTextLength), v.minLength(1)),
      clientRequestId: requestIdField,
      /** The message that it answers. */
      replyTo: v.exactOptional(messageIdField),
    }),
    output: messageViewSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown', 'Conversation.Inactive'],
    timeoutMs: 60_000,
  }),
  /** Tries a `failed` message again, with the bytes that it had. */
  'message.retry': defineChannel({
    input: v.strictObject(ofMessage),
    output: nothing,
    errors: ['Vault.Locked'],
    timeoutMs: 60_000,
  }),
  'message.react': defineChannel({
    input: v.strictObject({
      ...ofMessage,
      content: v.pipe(cappedText(maxReactionLength), v.minLength(1)),
      action: v.picklist(['added', 'removed']),
    }),
    output: nothing,
    errors: ['Vault.Locked', 'Message.Unknown', 'Conversation.Inactive'],
    timeoutMs: 60_000,
  }),
  /** For everyone. Others may have kept a copy. */
  'message.delete': defineChannel({
    input: v.strictObject(ofMessage),
    output: nothing,
    errors: ['Vault.Locked', 'Message.Unknown', 'Message.NotDeletable', 'Conversation.Inactive'],
    timeoutMs: 60_000,
  }),
  /** Answers a question (`actions`) with one of its choices. */
  'message.intent': defineChannel({
    input: v.strictObject({ ...ofMessage, actionId: v.pipe(cappedText(256), v.minLength(1)) }),
    output: messageViewSchema,
    errors: ['Vault.Locked', 'Message.Unknown', 'Conversation.Inactive'],
    timeoutMs: 60_000,
  }),
};
