/** The conversation list and what is done to one conversation as a whole. */
import * as v from 'valibot';
import { defineChannel } from '../channel.ts';
import { consentStates, conversationViewSchema } from '../conversationView.ts';
import { inboxSnapshotSchema } from '../inboxView.ts';
import { cappedText, conversationIdField, timeMsField, timeNsField } from '../wireFields.ts';

export const inboxChannels = {
  /** A snapshot now, `inboxPatch` events from then on. Asked again (after a gap), it starts anew. */
  'inbox.subscribe': defineChannel({
    input: v.strictObject({}),
    output: inboxSnapshotSchema,
    errors: ['Vault.Locked'],
    timeoutMs: 20_000,
  }),
  'inbox.unsubscribe': defineChannel({
    input: v.strictObject({}),
    output: v.strictObject({}),
    errors: [],
    timeoutMs: 10_000,
  }),
  /** Conversations whose last activity is older than `beforeNs`, newest first. */
  'inbox.older': defineChannel({
    input: v.strictObject({ beforeNs: timeNsField }),
    output: v.strictObject({
      conversations: v.pipe(v.array(conversationViewSchema), v.maxLength(100)),
      hasOlder: v.boolean(),
    }),
    errors: ['Vault.Locked'],
    timeoutMs: 20_000,
  }),
  /** The DM with an address or an inbox id, made on the network when there is none. */
  'conversation.openDm': defineChannel({
    input: v.strictObject({ peer: v.pipe(cappedText(128), v.minLength(1)) }),
    output: conversationViewSchema,
    errors: ['Vault.Locked', 'Peer.Invalid', 'Peer.NoInbox', 'Node.Unreachable'],
    timeoutMs: 60_000,
  }),
  'conversation.markRead': defineChannel({
    input: v.strictObject({ conversationId: conversationIdField }),
    output: v.strictObject({}),
    errors: ['Vault.Locked', 'Conversation.Unknown'],
    timeoutMs: 20_000,
  }),
  'conversation.setConsent': defineChannel({
    input: v.strictObject({ conversationId: conversationIdField, consent: v.picklist(consentStates) }),
    output: conversationViewSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown'],
    timeoutMs: 20_000,
  }),
  /** Kept in this browser only; what is absent stays. A draft has a channel of its own, `thread.setDraft`. */
  'conversation.setPreferences': defineChannel({
    input: v.strictObject({
      conversationId: conversationIdField,
      /** For good, or not at all. */
      isMuted: v.exactOptional(v.boolean()),
      /** Mutes until then. */
      mutedUntilMs: v.exactOptional(timeMsField),
      isPinned: v.exactOptional(v.boolean()),
      isArchived: v.exactOptional(v.boolean()),
    }),
    output: conversationViewSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown'],
    timeoutMs: 20_000,
  }),
  /** Denies it; a group is also left, where that is possible. */
  'conversation.block': defineChannel({
    input: v.strictObject({ conversationId: conversationIdField }),
    output: conversationViewSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown'],
    timeoutMs: 60_000,
  }),
};
