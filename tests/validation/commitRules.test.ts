import { expect, test } from 'vitest';
import { type CommitToValidate, validateCommit } from '../../src/core/group/commitValidation.ts';
import {
  membershipExtension,
  metadataExtension,
  mutableMetadataExtension,
  policiesExtension,
  replaceExtension,
} from '../../src/core/group/groupContextExtensions.ts';
import { checkSender } from '../../src/core/group/memberIdentity.ts';
import { adminOnlyPolicies, allMembersPolicies, dmPolicies } from '../../src/core/group/policyPresets.ts';
import type { Extension } from '../../src/core/mls/extension.ts';
import {
  adding,
  changing,
  commitBy,
  inboxes,
  installations,
  leafIndexes,
  removing,
  sceneExtensions,
  sceneLogs,
  sceneMembership,
  updating,
  withAttribute,
  withMembers,
  withMetadata,
} from '../support/commitScene.ts';

/** Rules of protocol-level commit validation: each must refuse what libxmtp refuses, and allow what it allows. */
const { alice, bob, carol, dave } = inboxes;
const before = sceneExtensions();

const judge = (commit: CommitToValidate, logs = sceneLogs()) => validateCommit(commit, logs.lookup);
const reasonOf = (commit: CommitToValidate, logs = sceneLogs()): string => {
  const verdict = judge(commit, logs);
  return verdict.kind === 'invalid' ? verdict.reason : verdict.kind;
};
const changesOf = (commit: CommitToValidate, logs = sceneLogs()) => {
  const verdict = judge(commit, logs);
  if (verdict.kind !== 'valid')
    throw new Error(JSON.stringify(verdict, (_, v) => (typeof v === 'bigint' ? `${v}` : v)));
  return verdict.changes;
};
const addDave = [adding(dave, installations.dave), changing(withMembers(before, { [dave]: 10n }))];

test('an empty commit is a member refreshing its keys', () => {
  const changes = changesOf(commitBy(leafIndexes.carol, before, []));
  expect(changes).toMatchObject({ addedInboxIds: [], fieldChanges: [], installationsChanged: false });
  expect(changes.actor).toEqual({
    inboxId: carol,
    installationId: installations.carol,
    isAdmin: false,
    isSuperAdmin: false,
  });
});

test('a member adds an inbox', () => {
  expect(changesOf(commitBy(leafIndexes.carol, before, addDave))).toMatchObject({
    addedInboxIds: [dave],
    installationsChanged: true,
  });
});

// ------------------------------------------------------------------------------------ membership and tree

test('a sequence id may not go back', () => {
  const back = changing(withMembers(before, { [bob]: 9n }));
  expect(reasonOf(commitBy(leafIndexes.alice, before, [back]))).toBe('sequenceIdDecreased');
});

test('a new member may not be listed at the placeholder', () => {
  const proposals = [adding(dave, installations.dave), changing(withMembers(before, { [dave]: 0n }))];
  expect(reasonOf(commitBy(leafIndexes.alice, before, proposals))).toBe('unknownIdentityUpdate');
});

test('a new member may not be listed at an update that does not exist', () => {
  const proposals = [adding(dave, installations.dave), changing(withMembers(before, { [dave]: 11n }))];
  expect(reasonOf(commitBy(leafIndexes.alice, before, proposals))).toBe('unknownIdentityUpdate');
});

test('a leaf may not be added without its inbox', () => {
  expect(reasonOf(commitBy(leafIndexes.alice, before, [adding(dave, installations.dave)]))).toBe(
    'unexpectedInstallationAdded',
  );
});

test('a leaf may not be added to an inbox that does not own it', () => {
  const stranger = 'ee'.repeat(32);
  const proposals = [...addDave, adding(dave, stranger)];
  expect(reasonOf(commitBy(leafIndexes.alice, before, proposals))).toBe('unexpectedInstallationAdded');
});

test('an expected leaf may be missing', () => {
  const logs = sceneLogs().set(dave, 10n, [installations.dave, 'ee'.repeat(32)]);
  expect(reasonOf(commitBy(leafIndexes.alice, before, addDave), logs)).toBe('valid');
});

test('a leaf may not be removed while its inbox stays as it is', () => {
  expect(reasonOf(commitBy(leafIndexes.bob, before, [removing(leafIndexes.carol)]))).toBe(
    'unexpectedInstallationsRemoved',
  );
});

test('an inbox may not be removed with its leaf left behind', () => {
  const proposals = [changing(withMembers(before, { [carol]: undefined }))];
  expect(reasonOf(commitBy(leafIndexes.bob, before, proposals))).toBe('unexpectedInstallationsRemoved');
});

test('a leaf that is listed as failed need not be removed, and may not be', () => {
  const after = withMembers(before, { [carol]: undefined }, [installations.carol]);
  expect(reasonOf(commitBy(leafIndexes.bob, before, [changing(after)]))).toBe('valid');
  expect(reasonOf(commitBy(leafIndexes.bob, before, [changing(after), removing(leafIndexes.carol)]))).toBe(
    'unexpectedInstallationsRemoved',
  );
});

test('an update of an inbox adds and removes the difference', () => {
  const logs = sceneLogs().set(bob, 12n, ['b2'.repeat(32)]);
  const after = changing(withMembers(before, { [bob]: 12n }));
  const swap = [adding(bob, 'b2'.repeat(32)), removing(leafIndexes.bob), after];
  expect(reasonOf(commitBy(leafIndexes.carol, before, swap), logs)).toBe('valid');
  expect(reasonOf(commitBy(leafIndexes.carol, before, [after]), logs)).toBe('unexpectedInstallationsRemoved');
});

test('a super admin may remove and add a leaf again, nobody else may', () => {
  const readd = [removing(leafIndexes.carol), adding(carol, installations.carol)];
  expect(changesOf(commitBy(leafIndexes.alice, before, readd)).readdedInstallationIds).toEqual([
    installations.carol,
  ]);
  expect(reasonOf(commitBy(leafIndexes.bob, before, readd))).toBe('unexpectedInstallationsRemoved');
});

test('a readd that could not add is listed as failed', () => {
  const after = changing(withMembers(before, {}, [installations.carol]));
  const attempt = [removing(leafIndexes.carol), after];
  expect(changesOf(commitBy(leafIndexes.alice, before, attempt)).readdedInstallationIds).toEqual([
    installations.carol,
  ]);
});

// ------------------------------------------------------------------------------------ who is it?

test('the committer must be an installation of its inbox at the listed update', () => {
  const logs = sceneLogs().set(carol, 11n, []);
  const after = [changing(withMembers(before, { [carol]: 11n })), removing(leafIndexes.carol)];
  expect(reasonOf(commitBy(leafIndexes.carol, before, after), logs)).toBe('installationNotInInbox');
  expect(reasonOf(commitBy(leafIndexes.alice, before, after), logs)).toBe('valid');
});

test('a committer whose inbox leaves the membership is refused', () => {
  const after = [changing(withMembers(before, { [bob]: undefined })), removing(leafIndexes.bob)];
  expect(reasonOf(commitBy(leafIndexes.bob, before, after))).toBe('installationNotInInbox');
});

test('an update proposal may not bring in a foreign installation', () => {
  const commit = (proposals: Parameters<typeof commitBy>[2]): CommitToValidate => ({
    ...commitBy(leafIndexes.alice, before, proposals),
    proposals: proposals.map((one) => ({ ...one, sender: leafIndexes.bob, byReference: true })),
  });
  expect(reasonOf(commit([updating(bob, installations.bob)]))).toBe('valid');
  expect(reasonOf(commit([updating(bob, installations.dave)]))).toBe('installationNotInInbox');
  expect(reasonOf(commit([updating(carol, installations.bob)]))).toBe('installationNotInInbox');
  expect(reasonOf(commit([updating(dave, installations.dave)]))).toBe('installationNotInInbox');
});

test('the placeholder of a new group stands for the newest update, but only where it stood before', () => {
  const started = sceneExtensions({
    membership: { members: new Map([...sceneMembership.members, [alice, 0n]]), failedInstallationIds: [] },
  });
  expect(reasonOf(commitBy(leafIndexes.alice, started, []))).toBe('valid');
  const logs = sceneLogs().set(alice, 12n, ['a9'.repeat(32)]);
  expect(reasonOf(commitBy(leafIndexes.alice, started, []), logs)).toBe('installationNotInInbox');
  const chosen = changing(withMembers(before, { [alice]: 0n }));
  expect(reasonOf(commitBy(leafIndexes.bob, before, [chosen]))).toBe('sequenceIdDecreased');
});

test('committer and proposers must be members', () => {
  expect(reasonOf(commitBy(9, before, []))).toBe('actorNotMember');
  const foreign = commitBy(leafIndexes.alice, before, addDave);
  const proposals = foreign.proposals.map((one) => ({ ...one, sender: 9 }));
  expect(reasonOf({ ...foreign, proposals })).toBe('actorNotMember');
  expect(reasonOf(commitBy(leafIndexes.alice, before, [removing(9)]))).toBe('subjectNotMember');
});

test('a leaf without an inbox is refused', () => {
  const proposal = adding(dave, installations.dave).proposal;
  if (proposal.kind !== 'add') throw new Error(proposal.kind);
  const { keyPackage } = proposal;
  const leafNode = {
    ...keyPackage.leafNode,
    credential: { type: 'basic' as const, identity: Uint8Array.of(0xff) },
  };
  const broken = { proposal: { kind: 'add' as const, keyPackage: { ...keyPackage, leafNode } } };
  expect(reasonOf(commitBy(leafIndexes.alice, before, [broken]))).toBe('foreignCredential');
});

test('pre-shared keys are refused', () => {
  const psk = { proposal: { kind: 'psk' } } as Parameters<typeof commitBy>[2][number];
  expect(reasonOf(commitBy(leafIndexes.alice, before, [psk]))).toBe('pskProposal');
});

test('what only the network knows is asked for, never guessed', () => {
  const logs = sceneLogs().forget(dave).forget(alice);
  const commit = commitBy(leafIndexes.alice, before, addDave);
  expect(judge(commit, logs)).toEqual({
    kind: 'needsIdentity',
    requests: [
      { inboxId: dave, sequenceId: 10n },
      { inboxId: alice, sequenceId: 10n },
    ],
  });
  expect(reasonOf(commit, logs.fetch(dave).fetch(alice))).toBe('valid');
});

test('a commit that nobody may make is refused without asking', () => {
  const strict = sceneExtensions({ policies: adminOnlyPolicies });
  const proposals = [adding(dave, installations.dave), changing(withMembers(strict, { [dave]: 10n }))];
  expect(reasonOf(commitBy(leafIndexes.carol, strict, proposals), sceneLogs().forget(dave))).toBe(
    'addMemberDenied',
  );
});

// ------------------------------------------------------------------------------------ permissions

test('adding follows the policy of whoever proposed it', () => {
  const strict = sceneExtensions({ policies: adminOnlyPolicies });
  const proposals = [adding(dave, installations.dave), changing(withMembers(strict, { [dave]: 10n }))];
  expect(reasonOf(commitBy(leafIndexes.carol, strict, proposals))).toBe('addMemberDenied');
  expect(reasonOf(commitBy(leafIndexes.bob, strict, proposals))).toBe('valid');
  const byCarol = commitBy(leafIndexes.carol, strict, proposals);
  const proposedByBob = byCarol.proposals.map((one) => ({ ...one, sender: leafIndexes.bob }));
  expect(reasonOf({ ...byCarol, proposals: proposedByBob })).toBe('valid');
});

test('removing follows its policy', () => {
  const proposals = [removing(leafIndexes.carol), changing(withMembers(before, { [carol]: undefined }))];
  expect(changesOf(commitBy(leafIndexes.bob, before, proposals)).removedInboxIds).toEqual([carol]);
  const removeBob = [removing(leafIndexes.bob), changing(withMembers(before, { [bob]: undefined }))];
  expect(reasonOf(commitBy(leafIndexes.carol, before, removeBob))).toBe('removeMemberDenied');
});

test('a super admin is never removed, not even by a super admin', () => {
  const two = sceneExtensions({ metadata: { superAdminInboxIds: [alice, carol] } });
  const proposals = [removing(leafIndexes.carol), changing(withMembers(two, { [carol]: undefined }))];
  expect(reasonOf(commitBy(leafIndexes.alice, two, proposals))).toBe('superAdminRemoved');
});

test('in a DM only the other side may be added', () => {
  const dm = (dmMembers: readonly [string, string]): readonly Extension[] =>
    [
      metadataExtension({ conversationType: 'dm', creatorInboxId: alice, dmMembers }),
      mutableMetadataExtension({ attributes: new Map(), adminInboxIds: [], superAdminInboxIds: [] }),
      policiesExtension(dmPolicies),
      membershipExtension({ members: new Map([[alice, 10n]]), failedInstallationIds: [] }),
    ].reduce(replaceExtension, before);
  const add = (extensions: readonly Extension[]) =>
    commitBy(leafIndexes.alice, extensions, [
      adding(dave, installations.dave),
      changing(withMembers(extensions, { [dave]: 10n })),
    ]);
  expect(reasonOf(add(dm([alice, dave])))).toBe('valid');
  expect(reasonOf(add(dm([alice, bob])))).toBe('addMemberDenied');
});

test.each([
  ['group_name', leafIndexes.carol, 'valid'],
  ['message_disappear_in_ns', leafIndexes.carol, 'metadataDenied'],
  ['message_disappear_in_ns', leafIndexes.bob, 'valid'],
  ['unheard_of', leafIndexes.carol, 'metadataDenied'],
  ['unheard_of', leafIndexes.bob, 'valid'],
  ['__proto__', leafIndexes.carol, 'metadataDenied'],
  ['_commit_log_signer', leafIndexes.bob, 'metadataDenied'],
  ['_commit_log_signer', leafIndexes.alice, 'valid'],
])('attribute %s written by leaf %i: %s', (field, author, expected) => {
  const after = changing(withAttribute(before, field, '1'));
  expect(reasonOf(commitBy(author, before, [after]))).toBe(expected);
});

test('taking an attribute away is a change too', () => {
  const after = changing(withAttribute(before, '_commit_log_signer', undefined));
  expect(reasonOf(commitBy(leafIndexes.bob, before, [after]))).toBe('metadataDenied');
});

test('a change of the context is judged by who commits it', () => {
  const named = commitBy(leafIndexes.carol, before, [
    changing(withAttribute(before, 'message_disappear_in_ns', '1')),
  ]);
  const proposals = named.proposals.map((one) => ({ ...one, sender: leafIndexes.bob, byReference: true }));
  expect(reasonOf({ ...named, proposals })).toBe('metadataDenied');
});

test('who is admin is for super admins to say', () => {
  const add = changing(withMetadata(before, () => ({ adminInboxIds: [bob, carol] })));
  const remove = changing(withMetadata(before, () => ({ adminInboxIds: [] })));
  expect(reasonOf(commitBy(leafIndexes.bob, before, [add]))).toBe('addAdminDenied');
  expect(reasonOf(commitBy(leafIndexes.bob, before, [remove]))).toBe('removeAdminDenied');
  expect(changesOf(commitBy(leafIndexes.alice, before, [add])).adminsAdded).toEqual([carol]);
  expect(changesOf(commitBy(leafIndexes.alice, before, [remove])).adminsRemoved).toEqual([bob]);
});

test('the list of super admins is theirs alone and never empty', () => {
  const add = changing(withMetadata(before, () => ({ superAdminInboxIds: [alice, bob] })));
  const empty = changing(withMetadata(before, () => ({ superAdminInboxIds: [] })));
  const swap = changing(withMetadata(before, () => ({ superAdminInboxIds: [bob] })));
  const loose = sceneExtensions({
    policies: { ...allMembersPolicies, addAdmin: 'admin', removeAdmin: 'admin' },
  });
  expect(reasonOf(commitBy(leafIndexes.bob, before, [add]))).toBe('superAdminChangeDenied');
  expect(
    reasonOf(
      commitBy(leafIndexes.bob, loose, [
        changing(withMetadata(loose, () => ({ superAdminInboxIds: [alice, bob] }))),
      ]),
    ),
  ).toBe('superAdminChangeDenied');
  expect(reasonOf(commitBy(leafIndexes.alice, before, [empty]))).toBe('lastSuperAdminRemoved');
  expect(reasonOf(commitBy(leafIndexes.alice, before, [swap]))).toBe('valid');
});

test('permissions are changed by super admins only', () => {
  const after = changing(replaceExtension(before, policiesExtension(adminOnlyPolicies)));
  expect(reasonOf(commitBy(leafIndexes.bob, before, [after]))).toBe('permissionsChangeDenied');
  expect(changesOf(commitBy(leafIndexes.alice, before, [after])).permissionsChanged).toBe(true);
});

test('the same permissions in another order are no change', () => {
  const updateMetadata = new Map([...allMembersPolicies.updateMetadata].reverse());
  const after = changing(
    replaceExtension(before, policiesExtension({ ...allMembersPolicies, updateMetadata })),
  );
  expect(changesOf(commitBy(leafIndexes.carol, before, [after])).permissionsChanged).toBe(false);
});

// ------------------------------------------------------------------------------------ the context itself

test.each([
  ['group_name', 100],
  ['description', 1000],
  ['group_image_url_square', 2048],
  ['app_data', 8192],
])('%s has at most %i bytes', (field, longest) => {
  const write = (value: string) =>
    reasonOf(commitBy(leafIndexes.alice, before, [changing(withAttribute(before, field, value))]));
  expect(write('x'.repeat(longest))).toBe('valid');
  expect(write('x'.repeat(longest + 1))).toBe('attributeTooLong');
  expect(write('é'.repeat(longest / 2 + 1))).toBe('attributeTooLong');
});

test.each([0xff00, 0xff01, 0xff02])('extension %i may not go', (type) => {
  const after = before.filter((extension) => extension.type !== type);
  expect(reasonOf(commitBy(leafIndexes.alice, before, [changing(after)]))).toBe('malformedContext');
});

test.each([0xff00, 0xff01, 0xff02])('extension %i may not turn to rubbish', (type) => {
  const after = replaceExtension(before, { type, data: Uint8Array.of(0x0a, 0xff) });
  expect(reasonOf(commitBy(leafIndexes.alice, before, [changing(after)]))).toBe('malformedContext');
});

test('a new extension must be among the required ones', () => {
  const after = replaceExtension(before, { type: 0x0006, data: Uint8Array.of(0) });
  expect(reasonOf(commitBy(leafIndexes.alice, before, [changing(after)]))).toBe('extensionNotRequired');
});

test('a group above our version is paused, once all else is in order', () => {
  const raise = (author: number, version: string) =>
    judge(
      commitBy(author, before, [
        changing(withAttribute(before, 'minimum_supported_protocol_version', version)),
      ]),
    );
  expect(raise(leafIndexes.alice, '99.0.0')).toEqual({ kind: 'paused', minVersion: '99.0.0' });
  expect(raise(leafIndexes.bob, '99.0.0')).toEqual({ kind: 'invalid', reason: 'metadataDenied' });
  expect(raise(leafIndexes.alice, '1.11.0').kind).toBe('valid');
  expect(raise(leafIndexes.alice, 'soon')).toEqual({ kind: 'invalid', reason: 'malformedMinVersion' });
});

test('a group that is above our version stays paused', () => {
  const above = withAttribute(before, 'minimum_supported_protocol_version', '1.12.0-dev');
  expect(judge(commitBy(leafIndexes.carol, above, []))).toEqual({ kind: 'paused', minVersion: '1.12.0-dev' });
});

// ------------------------------------------------------------------------------------ messages

test('a leaf that took another inbox name does not speak for it', () => {
  const check = (inboxId: string, installationId: string, logs = sceneLogs()) =>
    checkSender({ inboxId, installationId }, logs.lookup).kind;
  expect(check(carol, installations.carol)).toBe('valid');
  expect(check(alice, installations.carol)).toBe('invalid');
  expect(check(alice, installations.carol, sceneLogs().age(alice))).toBe('needsIdentity');
  expect(check(carol, installations.carol, sceneLogs().forget(carol))).toBe('needsIdentity');
  // A revoked installation's last words are still its own.
  expect(check(carol, installations.carol, sceneLogs().set(carol, 12n, []))).toBe('valid');
});
