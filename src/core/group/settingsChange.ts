import type { Extension } from '../mls/extension.ts';
import type { Proposal } from '../mls/proposal.ts';
import { adminUpdate, attributeUpdate, policyUpdate } from './appData/appDataChanges.ts';
import { isMigrated, readDictionary } from './appData/appDataDictionary.ts';
import { mayUpdate } from './appData/appDataPermissions.ts';
import { type AppDataUpdate, appDataUpdateProposal } from './appData/appDataUpdate.ts';
import { readRegistry } from './appData/componentRegistry.ts';
import { metadataPolicyOf, type PermissionRefusal } from './commitPermissions.ts';
import {
  mutableMetadataExtension,
  policiesExtension,
  readGroupContext,
  replaceExtension,
  type XmtpGroupContext,
} from './groupContextExtensions.ts';
import { isTooLong } from './metadataChanges.ts';
import { type MutableMetadata, roleOf } from './mutableMetadata.ts';
import { type ActorRole, equalPolicySets, type PolicySet, policyAllows } from './policy.ts';

export type SettingsRefusal = PermissionRefusal | 'malformedContext' | 'attributeTooLong' | 'notMember';

/** A change of a group's settings: one GroupContextExtensions proposal, to be committed by itself. */
export type SettingsChange =
  | { readonly kind: 'commit'; readonly proposals: readonly Proposal[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly reason: SettingsRefusal };

interface Target {
  readonly extensions: readonly Extension[];
  /** Who makes the change. */
  readonly actorInboxId: string;
}

const refused = (reason: SettingsRefusal): SettingsChange => ({ kind: 'refused', reason });

const commit = (extensions: readonly Extension[], replacement: Extension): SettingsChange => ({
  kind: 'commit',
  proposals: [{ kind: 'groupContextExtensions', extensions: replaceExtension(extensions, replacement) }],
});

/** The same in a migrated group: updates of components, each of which its own policy has to allow. */
const commitUpdates = (
  { extensions }: Target,
  role: ActorRole,
  updates: readonly AppDataUpdate[],
  denied: SettingsRefusal,
): SettingsChange => {
  const registry = readRegistry(extensions);
  const dictionary = readDictionary(extensions);
  const areAllowed = updates.every((update) =>
    mayUpdate(update, role, registry, dictionary.get(update.componentId)),
  );
  if (!areAllowed) return refused(denied);
  return { kind: 'commit', proposals: updates.map(appDataUpdateProposal) };
};

const commitMetadata = (target: Target, metadata: MutableMetadata): SettingsChange =>
  commit(target.extensions, mutableMetadataExtension(metadata));

/** Writes attributes (see `metadataField`): name, description, image, app data, disappearing, minimum version. */
export const changeAttributes = (
  target: Target & { readonly attributes: ReadonlyMap<string, string> },
): SettingsChange => {
  const context = readGroupContext(target.extensions);
  if (context === undefined) return refused('malformedContext');
  const { mutableMetadata, policies } = context;
  const changed = [...target.attributes].filter(
    ([field, value]) => mutableMetadata.attributes.get(field) !== value,
  );
  if (changed.length === 0) return { kind: 'unchanged' };
  const role = roleOf(mutableMetadata, target.actorInboxId);
  if (changed.some(([field, value]) => isTooLong(field, value))) return refused('attributeTooLong');
  if (isMigrated(target.extensions)) {
    const updates = changed.map(([field, value]) => attributeUpdate(field, value));
    if (updates.some((update) => update === undefined)) return refused('metadataDenied');
    return commitUpdates(
      target,
      role,
      updates.filter((update) => update !== undefined),
      'metadataDenied',
    );
  }
  for (const [field] of changed) {
    if (!policyAllows(metadataPolicyOf(policies, field), role)) return refused('metadataDenied');
  }
  const attributes = new Map([...mutableMetadata.attributes, ...changed]);
  return commitMetadata(target, { ...mutableMetadata, attributes });
};

export type AdminAction = 'addAdmin' | 'removeAdmin' | 'addSuperAdmin' | 'removeSuperAdmin';

/** Gives or takes one role of one member. The roles are independent of each other. */
export const changeAdmins = (
  target: Target & { readonly action: AdminAction; readonly inboxId: string },
): SettingsChange => {
  const context = readGroupContext(target.extensions);
  if (context === undefined) return refused('malformedContext');
  const { action, inboxId } = target;
  const { mutableMetadata, membership } = context;
  const { isAdmin, isSuperAdmin } = roleOf(mutableMetadata, inboxId);
  const isAdding = action === 'addAdmin' || action === 'addSuperAdmin';
  const ofSuperAdmins = action === 'addSuperAdmin' || action === 'removeSuperAdmin';
  if (isAdding && !membership.members.has(inboxId)) return refused('notMember');
  if (isAdding === (ofSuperAdmins ? isSuperAdmin : isAdmin)) return { kind: 'unchanged' };
  const denied = adminRefusal(context, target.actorInboxId, action);
  if (denied !== undefined) return refused(denied);
  if (isMigrated(target.extensions)) {
    const list = ofSuperAdmins ? 'superAdmins' : 'admins';
    const update = adminUpdate(list, isAdding ? 'insert' : 'delete', inboxId);
    const role = roleOf(mutableMetadata, target.actorInboxId);
    return commitUpdates(target, role, [update], isAdding ? 'addAdminDenied' : 'removeAdminDenied');
  }

  const edit = (ids: readonly string[]): readonly string[] =>
    isAdding ? [...ids, inboxId] : ids.filter((id) => id !== inboxId);
  return commitMetadata(
    target,
    ofSuperAdmins
      ? { ...mutableMetadata, superAdminInboxIds: edit(mutableMetadata.superAdminInboxIds) }
      : { ...mutableMetadata, adminInboxIds: edit(mutableMetadata.adminInboxIds) },
  );
};

const adminRefusal = (
  { mutableMetadata, policies }: XmtpGroupContext,
  actorInboxId: string,
  action: AdminAction,
): PermissionRefusal | undefined => {
  const role = roleOf(mutableMetadata, actorInboxId);
  if (action === 'addAdmin') return policyAllows(policies.addAdmin, role) ? undefined : 'addAdminDenied';
  if (action === 'removeAdmin') {
    return policyAllows(policies.removeAdmin, role) ? undefined : 'removeAdminDenied';
  }
  if (!role.isSuperAdmin) return 'superAdminChangeDenied';
  const isLast = action === 'removeSuperAdmin' && mutableMetadata.superAdminInboxIds.length === 1;
  return isLast ? 'lastSuperAdminRemoved' : undefined;
};

/**
 * Replaces the whole set of policies.
 *
 * @throws Group.Refused for a policy that the wire cannot express
 */
export const changePolicies = (target: Target & { readonly policies: PolicySet }): SettingsChange => {
  const context = readGroupContext(target.extensions);
  if (context === undefined) return refused('malformedContext');
  if (equalPolicySets(context.policies, target.policies)) return { kind: 'unchanged' };
  const role = roleOf(context.mutableMetadata, target.actorInboxId);
  if (!role.isSuperAdmin) return refused('permissionsChangeDenied');
  if (isMigrated(target.extensions)) {
    const update = policyUpdate(target.extensions, target.policies);
    if (update === undefined) return { kind: 'unchanged' };
    return commitUpdates(target, role, [update], 'permissionsChangeDenied');
  }
  return commit(target.extensions, policiesExtension(target.policies));
};
