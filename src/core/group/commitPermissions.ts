import { superAdminAttributePrefix } from './constants.ts';
import type { CommitParticipant, GroupChanges } from './groupChanges.ts';
import { type ActorRole, type Policy, type PolicySet, policyAllows } from './policy.ts';

/** Why a change is not allowed. */
export type PermissionRefusal =
  | 'addMemberDenied'
  | 'removeMemberDenied'
  | 'superAdminRemoved'
  | 'metadataDenied'
  | 'addAdminDenied'
  | 'removeAdminDenied'
  | 'superAdminChangeDenied'
  | 'lastSuperAdminRemoved'
  | 'permissionsChangeDenied';

/** The policy of an attribute; one without a policy belongs to admins, or to super admins when its name says so. */
export const metadataPolicyOf = (policies: PolicySet, field: string): Policy =>
  policies.updateMetadata.get(field) ??
  (field.startsWith(superAdminAttributePrefix) ? 'superAdmin' : 'admin');

export interface PermissionContext {
  /** As they are before the commit. */
  readonly policies: PolicySet;
  readonly superAdminInboxIds: readonly string[];
  readonly dmMembers: readonly [string, string] | undefined;
  /** Who proposed to add or remove an inbox. */
  adderOf(inboxId: string): CommitParticipant;
  removerOf(inboxId: string): CommitParticipant;
}

/**
 * Whether the policies in force before a commit allow what it does. Mirrors libxmtp's `PolicySet::evaluate_commit`: members are
 * judged by who proposed them, everything else by who commits.
 */
export const refusalOf = (
  changes: GroupChanges,
  context: PermissionContext,
): PermissionRefusal | undefined => {
  const { policies, superAdminInboxIds } = context;
  const { actor, addedInboxIds, removedInboxIds } = changes;
  const mayAdd = addedInboxIds.every((id) => policyAllows(policies.addMember, context.adderOf(id)));
  if (!mayAdd && !isDmPeerAdded(changes, context.dmMembers)) return 'addMemberDenied';

  const mayRemove = removedInboxIds.every((id) => policyAllows(policies.removeMember, context.removerOf(id)));
  if (!mayRemove) return 'removeMemberDenied';
  if (removedInboxIds.some((id) => superAdminInboxIds.includes(id))) return 'superAdminRemoved';

  const mayWrite = changes.fieldChanges.every(({ field }) =>
    policyAllows(metadataPolicyOf(policies, field), actor),
  );
  if (!mayWrite) return 'metadataDenied';
  return adminRefusalOf(changes, policies, actor);
};

const adminRefusalOf = (
  changes: GroupChanges,
  policies: PolicySet,
  actor: ActorRole,
): PermissionRefusal | undefined => {
  const { adminsAdded, adminsRemoved, superAdminsAdded, superAdminsRemoved, superAdminCount } = changes;
  if (adminsAdded.length > 0 && !policyAllows(policies.addAdmin, actor)) return 'addAdminDenied';
  if (adminsRemoved.length > 0 && !policyAllows(policies.removeAdmin, actor)) return 'removeAdminDenied';
  if (superAdminsAdded.length + superAdminsRemoved.length > 0 && !actor.isSuperAdmin) {
    return 'superAdminChangeDenied';
  }
  if (superAdminsRemoved.length > 0 && superAdminCount === 0) return 'lastSuperAdminRemoved';
  return changes.permissionsChanged && !actor.isSuperAdmin ? 'permissionsChangeDenied' : undefined;
};

/** A DM denies all adding, yet its creator has to add the peer. */
const isDmPeerAdded = (
  { actor, addedInboxIds }: GroupChanges,
  dmMembers: readonly [string, string] | undefined,
): boolean => {
  const [added] = addedInboxIds;
  return (
    addedInboxIds.length === 1 &&
    added !== undefined &&
    added !== actor.inboxId &&
    dmMembers?.includes(added) === true
  );
};
