/** Groups: making one, what it is like, and every change of it. */
import * as v from 'valibot';
import type { ErrorCode } from '../../core/errors.ts';
import { defineChannel } from '../channel.ts';
import { conversationViewSchema } from '../conversationView.ts';
import {
  groupTextLimits,
  groupViewSchema,
  maxGroupMembers,
  memberRoles,
  permissionKinds,
  permissionPolicies,
} from '../groupView.ts';
import { addressField, cappedText, conversationIdField, inboxIdField, timeNsField } from '../wireFields.ts';
import { nameErrors } from './nameChannels.ts';

/** An address or an inbox id as a person types it. */
const peerField = v.pipe(cappedText(128), v.minLength(1));
const peersField = v.pipe(v.array(peerField), v.maxLength(maxGroupMembers));
const inboxIdsField = v.pipe(v.array(inboxIdField), v.maxLength(maxGroupMembers));

const nameField = cappedText(groupTextLimits.name);
const descriptionField = cappedText(groupTextLimits.description);
const imageUrlField = cappedText(groupTextLimits.imageUrl);

/** Who has an inbox but could not be brought in: none of its installations can be reached now. */
const notAddedField = inboxIdsField;

const ofGroup = { conversationId: conversationIdField };

/** Several commits may be needed, each of them tried up to three times. */
const changeTimeoutMs = 90_000;

const changeErrors = [
  'Vault.Locked',
  'Conversation.Unknown',
  'Conversation.Inactive',
  'Conversation.Paused',
  // With `details.reason`.
  'Group.Refused',
  'Group.Contended',
  // The change is stored by then, and is made when the node is back.
  'Node.Unreachable',
] as const satisfies readonly ErrorCode[];

/** With `details.peer`, where several were named. */
const peerErrors = ['Peer.Invalid', 'Peer.NoInbox'] as const satisfies readonly ErrorCode[];

export const groupChannels = {
  /** Who is meant by what a person typed, before anything is made of it. */
  'group.findMember': defineChannel({
    input: v.strictObject({ peer: peerField }),
    output: v.strictObject({ inboxId: inboxIdField, address: v.exactOptional(addressField) }),
    errors: ['Vault.Locked', ...peerErrors, ...nameErrors, 'Node.Unreachable'],
    timeoutMs: 30_000,
  }),
  /** Answers when the members were sent their welcomes. */
  'group.create': defineChannel({
    input: v.strictObject({
      members: peersField,
      name: v.exactOptional(nameField),
      description: v.exactOptional(descriptionField),
      imageUrl: v.exactOptional(imageUrlField),
      permissions: v.picklist(['allMembers', 'adminOnly']),
    }),
    output: v.strictObject({ conversation: conversationViewSchema, notAddedInboxIds: notAddedField }),
    // NotCreated: it is stored, and made when the node is back.
    errors: ['Vault.Locked', ...peerErrors, 'Group.Refused', 'Conversation.NotCreated', 'Node.Unreachable'],
    timeoutMs: 180_000,
  }),
  /** As of what was read so far; no call to the node. */
  'group.details': defineChannel({
    input: v.strictObject(ofGroup),
    output: groupViewSchema,
    errors: ['Vault.Locked', 'Conversation.Unknown'],
    timeoutMs: 20_000,
  }),
  /** What is absent stays, an empty text clears. All that is named is allowed, or none is changed. */
  'group.update': defineChannel({
    input: v.strictObject({
      ...ofGroup,
      name: v.exactOptional(nameField),
      description: v.exactOptional(descriptionField),
      imageUrl: v.exactOptional(imageUrlField),
    }),
    output: groupViewSchema,
    errors: changeErrors,
    timeoutMs: changeTimeoutMs,
  }),
  /** Who is in already is passed over. */
  'group.addMembers': defineChannel({
    input: v.strictObject({ ...ofGroup, members: v.pipe(peersField, v.minLength(1)) }),
    output: v.strictObject({ group: groupViewSchema, notAddedInboxIds: notAddedField }),
    errors: [...changeErrors, ...peerErrors],
    timeoutMs: 180_000,
  }),
  'group.removeMembers': defineChannel({
    input: v.strictObject({ ...ofGroup, inboxIds: v.pipe(inboxIdsField, v.minLength(1)) }),
    output: groupViewSchema,
    errors: changeErrors,
    timeoutMs: changeTimeoutMs,
  }),
  /** The one role that a member is to have; what else it had is taken. */
  'group.setRole': defineChannel({
    input: v.strictObject({ ...ofGroup, inboxId: inboxIdField, role: v.picklist(memberRoles) }),
    output: groupViewSchema,
    errors: changeErrors,
    timeoutMs: changeTimeoutMs,
  }),
  'group.setPermission': defineChannel({
    input: v.strictObject({
      ...ofGroup,
      kind: v.picklist(permissionKinds),
      policy: v.picklist(permissionPolicies),
    }),
    output: groupViewSchema,
    errors: changeErrors,
    timeoutMs: changeTimeoutMs,
  }),
  /**
   * What is written from now on vanishes `inNs` after it was sent, for everyone; absent: it stays. Of a DM as well. The
   * conversation's own patch says what holds.
   */
  'group.setDisappearing': defineChannel({
    input: v.strictObject({ ...ofGroup, inNs: v.exactOptional(timeNsField) }),
    output: groupViewSchema,
    errors: changeErrors,
    timeoutMs: changeTimeoutMs,
  }),
  /** Asks to be taken out; a super admin's program does it. Until then `isLeaving`. */
  'group.leave': defineChannel({
    input: v.strictObject(ofGroup),
    output: groupViewSchema,
    errors: [...changeErrors, 'Message.Refused'],
    timeoutMs: changeTimeoutMs,
  }),
};
