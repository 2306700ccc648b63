/** A group as its page shows it: what it is called, who is in it, who may do what. */
import * as v from 'valibot';
import type { PermissionKind, SimplePolicy } from '../core/group/groupPermissions.ts';
import { addressField, cappedText, conversationIdField, countField, inboxIdField } from './wireFields.ts';

/** What the network takes, in bytes of UTF-8. A text of so many UTF-16 units may still be too long. */
export const groupTextLimits = { name: 100, description: 1000, imageUrl: 2048 } as const;

/** Most members of a group on this network. */
export const maxGroupMembers = 250;

/** Most members in a view; another program's group may have more, `memberCount` is the whole number. */
export const maxMembersInGroupView = 500;

export const memberRoles = ['member', 'admin', 'superAdmin'] as const;

/** What a person may look up and change; the order in which they are shown. */
export const permissionKinds = [
  'addMember',
  'removeMember',
  'name',
  'description',
  'imageUrl',
  'disappearing',
  'addAdmin',
  'removeAdmin',
  'appData',
] as const satisfies readonly PermissionKind[];

export const permissionPolicies = [
  'allow',
  'admin',
  'superAdmin',
  'deny',
] as const satisfies readonly SimplePolicy[];

const policyField = v.picklist([...permissionPolicies, 'custom']);

/** The whole record, so that a kind that core has and a window does not know fails to compile. */
const permissionsSchema = v.strictObject({
  addMember: policyField,
  removeMember: policyField,
  name: policyField,
  description: policyField,
  imageUrl: policyField,
  disappearing: policyField,
  addAdmin: policyField,
  removeAdmin: policyField,
  appData: policyField,
} satisfies Record<PermissionKind, typeof policyField>);

export const groupMemberSchema = v.strictObject({
  inboxId: inboxIdField,
  /** Its oldest Ethereum address, when known. */
  address: v.exactOptional(addressField),
  role: v.picklist(memberRoles),
  /** When that happened since we are in the group. */
  addedByInboxId: v.exactOptional(inboxIdField),
  installationCount: countField,
  /** It has asked to leave, and is still in. */
  isLeaving: v.boolean(),
});

export const groupViewSchema = v.strictObject({
  conversationId: conversationIdField,
  name: cappedText(512),
  description: cappedText(groupTextLimits.description),
  /** As the group states it: any text. Nothing is fetched from it. */
  imageUrl: cappedText(groupTextLimits.imageUrl),
  ownInboxId: inboxIdField,
  creatorInboxId: inboxIdField,
  /** Who brought us in; ourselves for a group that we made. */
  addedByInboxId: inboxIdField,
  members: v.pipe(v.array(groupMemberSchema), v.maxLength(maxMembersInGroupView)),
  memberCount: countField,
  /** Absent after our removal. */
  ownRole: v.exactOptional(v.picklist(memberRoles)),
  preset: v.picklist(['allMembers', 'adminOnly', 'dm', 'custom']),
  permissions: permissionsSchema,
  isActive: v.boolean(),
  /** We have asked to leave. */
  isLeaving: v.boolean(),
  /** The version that the group asks for, above ours. */
  pausedForVersion: v.exactOptional(cappedText(64)),
  maybeForked: v.boolean(),
});

export type MemberRole = (typeof memberRoles)[number];
export type PermissionPolicy = (typeof permissionPolicies)[number];
export type PermissionName = (typeof permissionKinds)[number];
export type GroupMemberView = v.InferOutput<typeof groupMemberSchema>;
export type GroupView = v.InferOutput<typeof groupViewSchema>;
