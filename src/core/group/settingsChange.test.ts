import { expect, test } from 'vitest';
import { inboxes, sceneExtensions } from '../../../tests/support/commitScene.ts';
import { readMutableMetadata, readPolicies } from './groupContextExtensions.ts';
import { adminOnlyPolicies, allMembersPolicies } from './policyPresets.ts';
import {
  type AdminAction,
  changeAdmins,
  changeAttributes,
  changePolicies,
  type SettingsChange,
} from './settingsChange.ts';

const { alice, bob, carol, dave } = inboxes;
const extensions = sceneExtensions();
const proposed = (change: SettingsChange) => {
  const proposal = change.kind === 'commit' ? change.proposals[0] : undefined;
  if (proposal?.kind !== 'groupContextExtensions') throw new Error(JSON.stringify(change));
  return proposal.extensions;
};
const refused = (reason: string) => ({ kind: 'refused', reason });

test('attributes', () => {
  const write = (actorInboxId: string, field: string, value: string) =>
    changeAttributes({ extensions, actorInboxId, attributes: new Map([[field, value]]) });
  const written = proposed(write(carol, 'group_name', 'tea'));
  expect(readMutableMetadata(written).attributes.get('group_name')).toBe('tea');
  expect(readMutableMetadata(written).adminInboxIds).toEqual([bob]);
  expect(written.map(({ type }) => type).at(-1)).toBe(0xff00);
  expect(write(carol, 'group_name', '')).toEqual({ kind: 'unchanged' });
  expect(write(carol, 'message_disappear_in_ns', '1')).toEqual(refused('metadataDenied'));
  expect(write(alice, 'group_name', 'é'.repeat(51))).toEqual(refused('attributeTooLong'));
});

test.each<[string, AdminAction, string, string]>([
  [alice, 'addAdmin', carol, 'commit'],
  [alice, 'addAdmin', bob, 'unchanged'],
  [alice, 'addAdmin', dave, 'notMember'],
  [bob, 'addAdmin', carol, 'addAdminDenied'],
  [alice, 'removeAdmin', bob, 'commit'],
  [alice, 'removeAdmin', carol, 'unchanged'],
  [bob, 'removeAdmin', bob, 'removeAdminDenied'],
  [alice, 'addSuperAdmin', bob, 'commit'],
  [bob, 'addSuperAdmin', bob, 'superAdminChangeDenied'],
  [alice, 'removeSuperAdmin', alice, 'lastSuperAdminRemoved'],
])('%s: %s %s', (actorInboxId, action, inboxId, expected) => {
  const change = changeAdmins({ extensions, actorInboxId, action, inboxId });
  expect(change.kind === 'refused' ? change.reason : change.kind).toBe(expected);
});

test('the lists of admins and super admins are apart', () => {
  const change = changeAdmins({ extensions, actorInboxId: alice, action: 'addSuperAdmin', inboxId: bob });
  expect(readMutableMetadata(proposed(change))).toMatchObject({
    adminInboxIds: [bob],
    superAdminInboxIds: [alice, bob],
  });
});

test('policies', () => {
  const change = (actorInboxId: string, policies: typeof adminOnlyPolicies) =>
    changePolicies({ extensions, actorInboxId, policies });
  expect(readPolicies(proposed(change(alice, adminOnlyPolicies)))).toEqual(adminOnlyPolicies);
  expect(change(alice, allMembersPolicies)).toEqual({ kind: 'unchanged' });
  expect(change(bob, adminOnlyPolicies)).toEqual(refused('permissionsChangeDenied'));
});

test('a group that cannot be read is left alone', () => {
  const target = { extensions: [], actorInboxId: alice };
  expect(changeAttributes({ ...target, attributes: new Map() })).toEqual(refused('malformedContext'));
  expect(changeAdmins({ ...target, action: 'addAdmin', inboxId: bob })).toEqual(refused('malformedContext'));
  expect(changePolicies({ ...target, policies: adminOnlyPolicies })).toEqual(refused('malformedContext'));
});
