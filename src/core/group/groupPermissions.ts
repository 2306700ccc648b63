import { metadataField } from './constants.ts';
import type { Policy, PolicySet } from './policy.ts';

/** What a group has a policy for, in a person's words. */
export const permissionKinds = [
  'addMember',
  'removeMember',
  'addAdmin',
  'removeAdmin',
  'name',
  'description',
  'imageUrl',
  'appData',
  'disappearing',
] as const;

export type PermissionKind = (typeof permissionKinds)[number];

/** The policies that a person chooses from; a group may hold combinations beside them. */
export const simplePolicies = ['allow', 'deny', 'admin', 'superAdmin'] as const;

export type SimplePolicy = (typeof simplePolicies)[number];

/** Who may do what; 'custom' is a combination that has no short name, or a policy that the group does not state. */
export type GroupPermissions = Readonly<Record<PermissionKind, SimplePolicy | 'custom'>>;

const fieldsOf: Readonly<Record<Exclude<PermissionKind, RolePolicy>, readonly string[]>> = {
  name: [metadataField.name],
  description: [metadataField.description],
  imageUrl: [metadataField.imageUrl],
  appData: [metadataField.appData],
  // Messages vanish by two attributes; whoever may write only one of them can do nothing.
  disappearing: [metadataField.disappearInNs, metadataField.disappearFromNs],
};

type RolePolicy = 'addMember' | 'removeMember' | 'addAdmin' | 'removeAdmin';

const isRolePolicy = (kind: PermissionKind): kind is RolePolicy => !Object.hasOwn(fieldsOf, kind);

/** The set with one policy replaced; the policy of the permissions themselves stays with the super admins. */
export const withPolicy = (policies: PolicySet, kind: PermissionKind, policy: Policy): PolicySet => {
  if (isRolePolicy(kind)) return { ...policies, [kind]: policy };
  const written = fieldsOf[kind].map((field) => [field, policy] as const);
  return { ...policies, updateMetadata: new Map([...policies.updateMetadata, ...written]) };
};

/** The policies of a group as a person sees them. */
export const groupPermissionsOf = (policies: PolicySet): GroupPermissions => {
  const named = (kind: PermissionKind): SimplePolicy | 'custom' => {
    const policy = isRolePolicy(kind) ? policies[kind] : fieldPolicy(policies, fieldsOf[kind]);
    return typeof policy === 'string' ? policy : 'custom';
  };
  return {
    addMember: named('addMember'),
    removeMember: named('removeMember'),
    addAdmin: named('addAdmin'),
    removeAdmin: named('removeAdmin'),
    name: named('name'),
    description: named('description'),
    imageUrl: named('imageUrl'),
    appData: named('appData'),
    disappearing: named('disappearing'),
  };
};

/** The first field decides: libxmtp's SDKs show the disappearing policy by the duration alone. */
const fieldPolicy = (policies: PolicySet, [field = '']: readonly string[]): Policy | undefined =>
  policies.updateMetadata.get(field);
