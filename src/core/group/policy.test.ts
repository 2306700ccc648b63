import { create, toBinary } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import {
  GroupMutablePermissionsV1Schema,
  MembershipPolicy_BasePolicy,
  PermissionsUpdatePolicy_PermissionsBasePolicy,
} from '../gen/mls/message_contents/group_permissions_pb.js';
import { decodePolicySet, encodePolicySet, equalPolicySets, type Policy, policyAllows } from './policy.ts';
import { adminOnlyPolicies, allMembersPolicies, dmPolicies, policyPresetOf } from './policyPresets.ts';

const nobody = { isAdmin: false, isSuperAdmin: false };
const admin = { isAdmin: true, isSuperAdmin: false };
const superAdmin = { isAdmin: false, isSuperAdmin: true };

test.each<[Policy, boolean, boolean, boolean]>([
  ['allow', true, true, true],
  ['deny', false, false, false],
  ['admin', false, true, true],
  ['superAdmin', false, false, true],
  [{ all: ['allow', 'admin'] }, false, true, true],
  [{ all: ['allow', 'deny'] }, false, false, false],
  [{ any: ['deny', 'superAdmin'] }, false, false, true],
  [{ any: ['deny', { all: ['admin', { any: ['superAdmin', 'allow'] }] }] }, false, true, true],
])('%j', (policy, forNobody, forAdmin, forSuperAdmin) => {
  expect(policyAllows(policy, nobody)).toBe(forNobody);
  expect(policyAllows(policy, admin)).toBe(forAdmin);
  expect(policyAllows(policy, superAdmin)).toBe(forSuperAdmin);
});

test('presets are recognised after a trip over the wire', () => {
  for (const [preset, name] of [
    [allMembersPolicies, 'allMembers'],
    [adminOnlyPolicies, 'adminOnly'],
    [dmPolicies, 'dm'],
  ] as const) {
    const read = decodePolicySet(encodePolicySet(preset));
    expect(equalPolicySets(read, preset)).toBe(true);
    expect(policyPresetOf(read)).toBe(name);
  }
  expect(policyPresetOf({ ...allMembersPolicies, addMember: 'deny' })).toBe('custom');
});

test('the numbers of the permission policies are one lower than those of the others', () => {
  const { policies } = create(GroupMutablePermissionsV1Schema, {
    policies: {
      addMemberPolicy: { kind: { case: 'base', value: MembershipPolicy_BasePolicy.ALLOW_IF_SUPER_ADMIN } },
      removeMemberPolicy: { kind: { case: 'base', value: MembershipPolicy_BasePolicy.ALLOW } },
      addAdminPolicy: {
        kind: { case: 'base', value: PermissionsUpdatePolicy_PermissionsBasePolicy.ALLOW_IF_SUPER_ADMIN },
      },
      removeAdminPolicy: {
        kind: { case: 'base', value: PermissionsUpdatePolicy_PermissionsBasePolicy.ALLOW_IF_ADMIN },
      },
      updatePermissionsPolicy: {
        kind: { case: 'base', value: PermissionsUpdatePolicy_PermissionsBasePolicy.DENY },
      },
    },
  });
  const bytes = toBinary(
    GroupMutablePermissionsV1Schema,
    create(GroupMutablePermissionsV1Schema, { policies: policies as NonNullable<typeof policies> }),
  );
  expect(decodePolicySet(bytes)).toEqual({
    addMember: 'superAdmin',
    removeMember: 'allow',
    updateMetadata: new Map(),
    addAdmin: 'superAdmin',
    removeAdmin: 'admin',
    updatePermissions: 'deny',
  });
});

test('a combination is kept in its order, and an empty one is malformed', () => {
  const nested = {
    ...allMembersPolicies,
    addMember: { any: ['deny', { all: ['admin', 'allow'] }] },
  } as const;
  expect(decodePolicySet(encodePolicySet(nested)).addMember).toEqual(nested.addMember);
  const empty = encodePolicySet({ ...allMembersPolicies, addMember: { any: [] } });
  expect(() => decodePolicySet(empty)).toThrow(expect.objectContaining({ code: 'Codec.Malformed' }));
});

test('who may add admins cannot be everyone', () => {
  expect(() => encodePolicySet({ ...allMembersPolicies, addAdmin: 'allow' })).toThrow(
    expect.objectContaining({ code: 'Group.Refused' }),
  );
});

test.each([0, 5, 99])('base policy %i does not exist', (value) => {
  const bytes = toBinary(
    GroupMutablePermissionsV1Schema,
    create(GroupMutablePermissionsV1Schema, {
      policies: {
        addMemberPolicy: { kind: { case: 'base', value } },
        removeMemberPolicy: { kind: { case: 'base', value: 1 } },
        addAdminPolicy: { kind: { case: 'base', value: 1 } },
        removeAdminPolicy: { kind: { case: 'base', value: 1 } },
        updatePermissionsPolicy: { kind: { case: 'base', value: 1 } },
      },
    }),
  );
  expect(() => decodePolicySet(bytes)).toThrow(expect.objectContaining({ code: 'Codec.Malformed' }));
});
