/** One conversation as a list shows it. */
import * as v from 'valibot';
import { maxMessageTextLength, messageViewSchema } from './messageView.ts';
import {
  addressField,
  cappedText,
  conversationIdField,
  countField,
  inboxIdField,
  timeMsField,
  timeNsField,
} from './wireFields.ts';

/** Longest preview of a last message. */
export const maxPreviewLength = 280;

/** Most members that a view names; `memberCount` is the whole number. */
export const maxMembersInView = 50;

export const consentStates = ['unknown', 'allowed', 'denied'] as const;

export const conversationViewSchema = v.strictObject({
  conversationId: conversationIdField,
  kind: v.picklist(['dm', 'group']),
  /** Group name; empty for a DM. */
  name: cappedText(512),
  peerInboxId: v.exactOptional(inboxIdField),
  peerAddress: v.exactOptional(addressField),
  memberInboxIds: v.pipe(v.array(inboxIdField), v.maxLength(maxMembersInView)),
  memberCount: countField,
  consent: v.picklist(consentStates),
  /** False after our removal: readable, not writable. */
  isActive: v.boolean(),
  unreadCount: countField,
  isMuted: v.boolean(),
  /** Absent while muted: for good. */
  mutedUntilMs: v.exactOptional(timeMsField),
  isPinned: v.boolean(),
  isArchived: v.boolean(),
  /** What was written and not sent. */
  draft: v.exactOptional(cappedText(maxMessageTextLength)),
  /** Everything up to here was seen when it was last read. */
  readUpToNs: v.exactOptional(timeNsField),
  /** For a DM: up to here the other side says that it has read. */
  peerReadNs: v.exactOptional(timeNsField),
  /** For a group: who brought us in. */
  addedByInboxId: v.exactOptional(inboxIdField),
  /** The version that the group asks for, above ours: nothing comes in and nothing goes out. */
  pausedForVersion: v.exactOptional(cappedText(64)),
  /** The group seems to have gone on without us. */
  maybeForked: v.boolean(),
  /** Messages after `fromNs` vanish `inNs` after they came. */
  disappearing: v.exactOptional(v.strictObject({ fromNs: timeNsField, inNs: timeNsField })),
  /** The same shape as in a thread, its text cut to a preview. */
  lastMessage: v.exactOptional(messageViewSchema),
  lastActivityNs: timeNsField,
  createdAtNs: timeNsField,
});

export type ConsentView = (typeof consentStates)[number];
export type ConversationView = v.InferOutput<typeof conversationViewSchema>;
