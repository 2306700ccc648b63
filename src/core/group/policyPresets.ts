import { metadataField } from './constants.ts';
import { equalPolicies, equalRolePolicies, type Policy, type PolicySet } from './policy.ts';

/** The attributes that a new group names a policy for (libxmtp `supported_fields`). */
const governedFields = [
  metadataField.name,
  metadataField.description,
  metadataField.imageUrl,
  metadataField.disappearFromNs,
  metadataField.disappearInNs,
  metadataField.minVersion,
  metadataField.appData,
];

const isDisappearing = (field: string): boolean =>
  field === metadataField.disappearFromNs || field === metadataField.disappearInNs;

/** Every member adds members and writes metadata; admins remove members. libxmtp's default for groups. */
export const allMembersPolicies: PolicySet = {
  addMember: 'allow',
  removeMember: 'admin',
  updateMetadata: new Map(governedFields.map((field) => [field, allMembersPolicyOf(field)])),
  addAdmin: 'superAdmin',
  removeAdmin: 'superAdmin',
  updatePermissions: 'superAdmin',
};

/** Only admins change anything. */
export const adminOnlyPolicies: PolicySet = {
  ...allMembersPolicies,
  addMember: 'admin',
  updateMetadata: new Map(governedFields.map((field) => [field, adminOnlyPolicyOf(field)])),
};

/** Nobody joins or leaves a DM; both sides write its metadata. */
export const dmPolicies: PolicySet = {
  addMember: 'deny',
  removeMember: 'deny',
  updateMetadata: new Map(governedFields.map((field) => [field, 'allow'])),
  addAdmin: 'deny',
  removeAdmin: 'deny',
  updatePermissions: 'deny',
};

function allMembersPolicyOf(field: string): Policy {
  if (field === metadataField.minVersion) return 'superAdmin';
  return isDisappearing(field) ? 'admin' : 'allow';
}

function adminOnlyPolicyOf(field: string): Policy {
  return field === metadataField.minVersion ? 'superAdmin' : 'admin';
}

/** What a person is told about the permissions of a group. */
export type PolicyPreset = 'allMembers' | 'adminOnly' | 'dm' | 'custom';

/** Attributes may be fewer or more than ours: another version made the group. Only those that are there are compared. */
const matches = (policies: PolicySet, preset: PolicySet, policyOfField: (field: string) => Policy): boolean =>
  equalRolePolicies(policies, preset) &&
  [...policies.updateMetadata].every(([field, policy]) => equalPolicies(policy, policyOfField(field)));

export const policyPresetOf = (policies: PolicySet): PolicyPreset => {
  if (matches(policies, allMembersPolicies, allMembersPolicyOf)) return 'allMembers';
  if (matches(policies, adminOnlyPolicies, adminOnlyPolicyOf)) return 'adminOnly';
  return matches(policies, dmPolicies, () => 'allow') ? 'dm' : 'custom';
};
