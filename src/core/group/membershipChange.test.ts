import { expect, test } from 'vitest';
import {
  inboxes,
  installations,
  leafIndexes,
  sceneExtensions,
  sceneLeaves,
  sceneLogs,
  sceneMembership,
} from '../../../tests/support/commitScene.ts';
import { hexToBytes } from '../bytes/hex.ts';
import type { KeyPackageResult } from './fetchedKeyPackage.ts';
import { readMembership } from './groupContextExtensions.ts';
import { finishMembershipChange, planMembershipChange } from './membershipChange.ts';

const { alice, bob, carol, dave } = inboxes;
const owner = (inboxId: string, installationId: string) => ({
  inboxId,
  publicKey: hexToBytes(installationId),
});
const asAlice = owner(alice, installations.alice);
const plan = (change: Partial<Parameters<typeof planMembershipChange>[0]> = {}) =>
  planMembershipChange({
    extensions: sceneExtensions(),
    leaves: sceneLeaves,
    own: asAlice,
    identity: sceneLogs().lookup,
    ...change,
  });
const planned = (change: Partial<Parameters<typeof planMembershipChange>[0]> = {}) => {
  const result = plan(change);
  if (result.kind !== 'plan') throw new Error(result.kind);
  return result;
};
const usable = (inboxId: string, installationId: string): KeyPackageResult =>
  ({
    kind: 'ok',
    keyPackage: {
      inboxId,
      installationId,
      keyPackage: {},
      welcomeTarget: { installationKey: installationId },
    },
  }) as unknown as KeyPackageResult;
const absent: KeyPackageResult = { kind: 'refused', reason: 'absent' };
const finish = (result: ReturnType<typeof planned>, keyPackages: Record<string, KeyPackageResult>) => {
  const finished = finishMembershipChange(result.plan, new Map(Object.entries(keyPackages)));
  if (finished.kind !== 'commit') throw new Error(finished.kind);
  const change = finished.proposals.at(-1);
  if (change?.kind !== 'groupContextExtensions') throw new Error('no change of the context');
  return { ...finished, membership: readMembership(change.extensions) };
};

test('nothing to do', () => {
  expect(plan()).toEqual({ kind: 'unchanged' });
});

test('an added inbox comes with all of its installations and its newest update', () => {
  const identity = sceneLogs().set(dave, 15n, [installations.dave, 'd2'.repeat(32)]).lookup;
  const result = planned({ identity, addInboxIds: [dave] });
  expect(result.fetchKeyPackages).toEqual([
    { inboxId: dave, installationId: installations.dave },
    { inboxId: dave, installationId: 'd2'.repeat(32) },
  ]);
  const { proposals, membership, welcomeTargets, failedInstallationIds, leftOutInboxIds } = finish(result, {
    [installations.dave]: usable(dave, installations.dave),
    ['d2'.repeat(32)]: absent,
  });
  expect(proposals.map(({ kind }) => kind)).toEqual(['add', 'groupContextExtensions']);
  expect(membership.members.get(dave)).toBe(15n);
  expect(membership.failedInstallationIds).toEqual(['d2'.repeat(32)]);
  expect(failedInstallationIds).toEqual(['d2'.repeat(32)]);
  expect(welcomeTargets).toHaveLength(1);
  expect(leftOutInboxIds).toEqual([]);
});

test('every member whose identity grew is brought up to date in the same commit', () => {
  const identity = sceneLogs().set(bob, 12n, ['b2'.repeat(32)]).lookup;
  const result = planned({ identity, removeInboxIds: [carol] });
  const { proposals, membership } = finish(result, { ['b2'.repeat(32)]: usable(bob, 'b2'.repeat(32)) });
  expect(proposals.slice(1, -1)).toEqual([
    { kind: 'remove', removed: leafIndexes.bob },
    { kind: 'remove', removed: leafIndexes.carol },
  ]);
  expect([...membership.members.keys()].sort()).toEqual([alice, bob].sort());
  expect(membership.members.get(bob)).toBe(12n);
});

test('an inbox without a single usable installation is not listed', () => {
  const identity = sceneLogs().set(bob, 12n, [installations.bob, 'b2'.repeat(32)]).lookup;
  const result = planned({ identity, addInboxIds: [dave] });
  const { membership, leftOutInboxIds } = finish(result, {
    [installations.dave]: absent,
    ['b2'.repeat(32)]: usable(bob, 'b2'.repeat(32)),
  });
  expect(membership.members.has(dave)).toBe(false);
  expect(leftOutInboxIds).toEqual([dave]);
  const alone = planned({ addInboxIds: [dave] });
  expect(finishMembershipChange(alone.plan, new Map([[installations.dave, absent]]))).toEqual({
    kind: 'refused',
    reason: 'noUsableKeyPackage',
  });
});

test('the placeholder of a new group gives way to the newest update', () => {
  const extensions = sceneExtensions({
    membership: { members: new Map([[alice, 0n]]), failedInstallationIds: [] },
  });
  const leaves = sceneLeaves.slice(0, 1);
  const { fetchKeyPackages, plan: made } = planned({ extensions, leaves });
  // The creator's own leaf is there already.
  expect(fetchKeyPackages).toEqual([{ inboxId: alice, installationId: installations.alicePhone }]);
  expect(made.members.get(alice)).toBe(10n);
});

test('what has a leaf is not listed as failed any more', () => {
  const extensions = sceneExtensions({
    membership: { ...sceneMembership, failedInstallationIds: [installations.carol, 'ff'.repeat(32)] },
  });
  const result = planned({ extensions, removeInboxIds: [carol] });
  const { proposals, membership } = finish(result, {});
  expect(proposals[0]).toEqual({ kind: 'remove', removed: leafIndexes.carol });
  expect(membership.failedInstallationIds).toEqual(['ff'.repeat(32)]);
});

test('what should be removed but has no leaf is listed as failed', () => {
  const leaves = sceneLeaves.filter(({ leafIndex }) => leafIndex !== leafIndexes.carol);
  const { membership } = finish(planned({ leaves, removeInboxIds: [carol] }), {});
  expect(membership.failedInstallationIds).toEqual([installations.carol]);
});

test('refusals', () => {
  expect(plan({ removeInboxIds: [dave] })).toEqual({ kind: 'refused', reason: 'notMember', inboxId: dave });
  const nobody = 'ee'.repeat(32);
  const empty = { sequenceIds: [], isFresh: true, installationsAt: () => undefined };
  const identity = (inboxId: string) => (inboxId === nobody ? empty : sceneLogs().lookup(inboxId));
  expect(plan({ identity, addInboxIds: [nobody] })).toEqual({
    kind: 'refused',
    reason: 'unknownInbox',
    inboxId: nobody,
  });
  expect(plan({ own: owner(carol, installations.carol), removeInboxIds: [bob] })).toEqual({
    kind: 'refused',
    reason: 'removeMemberDenied',
  });
  expect(plan({ own: owner(bob, installations.bob), removeInboxIds: [bob] })).toEqual({
    kind: 'refused',
    reason: 'removesSelf',
  });
  expect(plan({ removeInboxIds: [alice] })).toEqual({ kind: 'refused', reason: 'superAdminRemoved' });
  expect(plan({ extensions: [] })).toEqual({ kind: 'refused', reason: 'malformedContext' });
});

test('at most 250 members', () => {
  const many = Array.from({ length: 248 }, (_, index) => index.toString(16).padStart(64, '0'));
  const logs = sceneLogs();
  for (const inboxId of many) logs.set(inboxId, 1n, [inboxId]);
  expect(plan({ identity: logs.lookup, addInboxIds: many })).toEqual({
    kind: 'refused',
    reason: 'groupFull',
  });
  expect(plan({ identity: logs.lookup, addInboxIds: many.slice(1) }).kind).toBe('plan');
});

test('the logs of all who stay must be fresh', () => {
  const identity = sceneLogs().age(bob).forget(dave).lookup;
  expect(plan({ identity, addInboxIds: [dave] })).toEqual({
    kind: 'needsIdentity',
    requests: [
      { inboxId: bob, sequenceId: 'latest' },
      { inboxId: dave, sequenceId: 'latest' },
    ],
  });
});
