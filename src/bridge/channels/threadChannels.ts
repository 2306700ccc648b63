/** One thread: reading it, writing in it. */
import * as v from 'valibot';
import { defineChannel } from '../channel.ts';
import { maxMessageTextLength, messageViewSchema } from '../messageView.ts';
import { messagePageSchema, threadSnapshotSchema } from '../threadView.ts';
import {
  cappedText,
  conversationIdField,
  messageIdField,
  requestIdField,
  timeNsField,
} from '../wireFields.ts';

export const threadChannels = {
  /** The newest page now, `threadPatch` events for this conversation from then on. */
  'thread.open': defineChannel({
    input: v.strictObject({ conversationId: conversationIdField }),
    output: threadSnapshotSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown'],
    timeoutMs: 20_000,
  }),
  'thread.close': defineChannel({
    input: v.strictObject({ conversationId: conversationIdField }),
    output: v.strictObject({}),
    errors: [],
    timeoutMs: 10_000,
  }),
  /** The page before `beforeNs` (exclusive), newest first. */
  'thread.older': defineChannel({
    input: v.strictObject({ conversationId: conversationIdField, beforeNs: timeNsField }),
    output: messagePageSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown'],
    timeoutMs: 20_000,
  }),
  /**
   * Stores the message and answers with it in state `sending`; `sent` or `failed` comes as a patch. The same
   * `clientRequestId` again answers with the same message: a window may ask twice when a port broke.
   */
  'message.send': defineChannel({
    input: v.strictObject({
      conversationId: conversationIdField,
      text: v.pipe(cappedText(maxMessageTextLength), v.minLength(1)),
      clientRequestId: requestIdField,
    }),
    output: messageViewSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown', 'Conversation.Inactive'],
    timeoutMs: 60_000,
  }),
  /** Tries a `failed` message again. */
  'message.retry': defineChannel({
    input: v.strictObject({ messageId: messageIdField }),
    output: v.strictObject({}),
    errors: ['Vault.Locked'],
    timeoutMs: 60_000,
  }),
};
