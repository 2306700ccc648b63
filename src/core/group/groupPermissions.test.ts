import { expect, test } from 'vitest';
import { groupPermissionsOf, permissionKinds, simplePolicies, withPolicy } from './groupPermissions.ts';
import { allMembersPolicies, policyPresetOf } from './policyPresets.ts';

test('each permission is written and read by its own name, and touches no other', () => {
  const before = groupPermissionsOf(allMembersPolicies);
  for (const kind of permissionKinds) {
    for (const policy of simplePolicies) {
      const after = withPolicy(allMembersPolicies, kind, policy);
      expect(groupPermissionsOf(after)).toEqual({ ...before, [kind]: policy });
      expect(after.updatePermissions).toBe('superAdmin');
    }
  }
});

test('vanishing messages are governed by both of their attributes', () => {
  const { updateMetadata } = withPolicy(allMembersPolicies, 'disappearing', 'deny');
  expect(updateMetadata.get('message_disappear_in_ns')).toBe('deny');
  expect(updateMetadata.get('message_disappear_from_ns')).toBe('deny');
  expect(updateMetadata.get('minimum_supported_protocol_version')).toBe('superAdmin');
});

test('what has no short name is custom, also a policy that is not there', () => {
  const either = { any: ['admin', 'superAdmin'] } as const;
  const updateMetadata = new Map(allMembersPolicies.updateMetadata);
  updateMetadata.delete('app_data');
  const policies = { ...allMembersPolicies, addMember: either, updateMetadata };
  expect(groupPermissionsOf(policies)).toMatchObject({ addMember: 'custom', appData: 'custom' });
  expect(policyPresetOf(policies)).toBe('custom');
});
