import { expect, test } from 'vitest';
import { dmGroupConfig, syncGroupConfig } from '../../src/core/group/groupConfig.ts';
import {
  membershipExtension,
  mutableMetadataExtension,
  policiesExtension,
  readMutableMetadata,
  replaceExtension,
} from '../../src/core/group/groupContextExtensions.ts';
import type { GroupLeaf } from '../../src/core/group/groupLeaf.ts';
import { allMembersPolicies, dmPolicies } from '../../src/core/group/policyPresets.ts';
import { validateWelcome } from '../../src/core/group/welcomeValidation.ts';
import type { Extension } from '../../src/core/mls/extension.ts';
import {
  inboxes,
  installations,
  sceneExtensions,
  sceneLeaves,
  sceneLogs,
  sceneMembership,
  withAttribute,
} from '../support/commitScene.ts';
import { seededRandom } from '../support/seededRandom.ts';

/** What is looked at before a welcome is followed. We are Bob, added by Alice. */
const { alice, bob, carol } = inboxes;
const random = seededRandom('group welcomes');

const judge = (
  change: {
    readonly extensions?: readonly Extension[];
    readonly leaves?: readonly GroupLeaf[];
    readonly adderLeafIndex?: number;
    readonly ownInboxId?: string;
  } = {},
  logs = sceneLogs(),
) =>
  validateWelcome(
    { extensions: sceneExtensions(), leaves: sceneLeaves, adderLeafIndex: 0, ownInboxId: bob, ...change },
    logs.lookup,
  );
const refused = (reason: string) => ({ kind: 'invalid', reason });
const withMembership = (change: Partial<typeof sceneMembership>): readonly Extension[] =>
  sceneExtensions({ membership: { ...sceneMembership, ...change } });

test('a group whose tree is its membership', () => {
  expect(judge()).toMatchObject({
    kind: 'valid',
    addedByInboxId: alice,
    addedByInstallationId: installations.alice,
  });
});

test('a leaf of an inbox that is not listed', () => {
  const leaves = [
    ...sceneLeaves,
    { leafIndex: 4, inboxId: inboxes.dave, installationId: installations.dave },
  ];
  expect(judge({ leaves })).toEqual(refused('unexpectedLeaf'));
});

test('a leaf that is no installation of its inbox', () => {
  const leaves = [...sceneLeaves, { leafIndex: 4, inboxId: carol, installationId: installations.dave }];
  expect(judge({ leaves })).toEqual(refused('unexpectedLeaf'));
});

test('a leaf twice', () => {
  const leaves = [...sceneLeaves, { leafIndex: 4, inboxId: carol, installationId: installations.carol }];
  expect(judge({ leaves })).toEqual(refused('unexpectedLeaf'));
});

test('a leaf without an inbox', () => {
  const leaves = [...sceneLeaves, { leafIndex: 4, inboxId: undefined, installationId: installations.dave }];
  expect(judge({ leaves })).toEqual(refused('unexpectedLeaf'));
  expect(judge({ adderLeafIndex: 17 })).toEqual(refused('unexpectedLeaf'));
});

test('an installation without a leaf, unless it is listed as failed', () => {
  const leaves = sceneLeaves.filter(({ installationId }) => installationId !== installations.alicePhone);
  expect(judge({ leaves })).toEqual(refused('missingLeaf'));
  const extensions = withMembership({ failedInstallationIds: [installations.alicePhone] });
  expect(judge({ leaves, extensions }).kind).toBe('valid');
});

test('what counts is the identity at the listed update', () => {
  const grown = sceneLogs().set(carol, 12n, [installations.carol, 'c9'.repeat(32)]);
  expect(judge({}, grown).kind).toBe('valid');
  const members = new Map([...sceneMembership.members, [carol, 12n]] as const);
  expect(judge({ extensions: withMembership({ members }) }, grown)).toEqual(refused('missingLeaf'));
});

test('an update that does not exist, or may only be late', () => {
  const members = new Map([...sceneMembership.members, [carol, 11n]] as const);
  const extensions = withMembership({ members });
  expect(judge({ extensions })).toEqual(refused('unknownIdentityUpdate'));
  expect(judge({ extensions }, sceneLogs().age(carol))).toEqual({
    kind: 'needsIdentity',
    requests: [{ inboxId: carol, sequenceId: 11n }],
  });
  const placeholder = withMembership({
    members: new Map([...sceneMembership.members, [carol, 0n]] as const),
  });
  expect(judge({ extensions: placeholder })).toEqual(refused('unknownIdentityUpdate'));
});

test.each([0xf000, 0xff00, 0xff01, 0xff02])('a group without extension %i', (type) => {
  const extensions = sceneExtensions().filter((extension) => extension.type !== type);
  expect(judge({ extensions })).toEqual(refused('malformedContext'));
});

test('a group above our version is joined but paused', () => {
  const extensions = withAttribute(sceneExtensions(), 'minimum_supported_protocol_version', '99.0.0');
  expect(judge({ extensions })).toMatchObject({ kind: 'valid', pausedForVersion: '99.0.0' });
});

// ------------------------------------------------------------------------------------ DMs and sync groups

const pairLeaves: readonly GroupLeaf[] = sceneLeaves.filter(({ inboxId }) => inboxId !== carol);
const dm = (peerInboxId: string, creatorInboxId = alice): readonly Extension[] =>
  replaceExtension(
    dmGroupConfig({ creatorInboxId, peerInboxId, random }).extensions,
    membershipExtension({
      members: new Map([
        [alice, 10n],
        [bob, 10n],
      ]),
      failedInstallationIds: [],
    }),
  );
const judgeDm = (extensions: readonly Extension[], adderLeafIndex = 0) =>
  judge({ extensions, leaves: pairLeaves, adderLeafIndex });

test('a DM between us and who added us', () => {
  expect(judgeDm(dm(bob)).kind).toBe('valid');
  expect(judgeDm(dm(alice, bob)).kind).toBe('valid');
});

test('a DM of two others', () => {
  expect(judgeDm(dm(carol))).toEqual(refused('invalidDm'));
  expect(judgeDm(dm(bob, carol))).toEqual(refused('invalidDm'));
});

test('a DM that our own other installation added us to', () => {
  const leaves = [...pairLeaves, { leafIndex: 5, inboxId: bob, installationId: 'b2'.repeat(32) }];
  const logs = sceneLogs().set(bob, 10n, [installations.bob, 'b2'.repeat(32)]);
  expect(judge({ extensions: dm(bob), leaves, adderLeafIndex: 5 }, logs).kind).toBe('valid');
  expect(judge({ extensions: dm(carol), leaves, adderLeafIndex: 5 }, logs)).toEqual(refused('invalidDm'));
});

test.each([
  ['an admin', { adminInboxIds: [alice] }],
  ['a super admin', { superAdminInboxIds: [alice] }],
])('a DM with %s', (_name, lists) => {
  const metadata = { ...readMutableMetadata(dm(bob)), ...lists };
  expect(judgeDm(replaceExtension(dm(bob), mutableMetadataExtension(metadata)))).toEqual(
    refused('invalidDm'),
  );
});

test.each(['addMember', 'removeMember', 'addAdmin', 'removeAdmin', 'updatePermissions'] as const)(
  'a DM where %s is not denied',
  (role) => {
    const policies = { ...dmPolicies, [role]: allMembersPolicies.updatePermissions };
    expect(judgeDm(replaceExtension(dm(bob), policiesExtension(policies)))).toEqual(refused('invalidDm'));
  },
);

test('a sync group is only followed when our own inbox made it', () => {
  const sync = replaceExtension(
    syncGroupConfig({ creatorInboxId: alice, random }).extensions,
    membershipExtension(sceneMembership),
  );
  expect(judge({ extensions: sync })).toEqual(refused('foreignSyncGroup'));
  expect(judge({ extensions: sync, ownInboxId: alice }).kind).toBe('valid');
});
