/** One conversation as a list shows it. */
import * as v from 'valibot';
import { messageViewSchema } from './messageView.ts';
import {
  addressField,
  cappedText,
  conversationIdField,
  countField,
  inboxIdField,
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
  /** The same shape as in a thread, its text cut to a preview. */
  lastMessage: v.exactOptional(messageViewSchema),
  lastActivityNs: timeNsField,
  createdAtNs: timeNsField,
});

export type ConsentView = (typeof consentStates)[number];
export type ConversationView = v.InferOutput<typeof conversationViewSchema>;
