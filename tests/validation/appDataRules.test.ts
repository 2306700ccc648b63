/** What a migration may say, and what may be written in a migrated group: as libxmtp 1.11 judges it. */
import { expect, test } from 'vitest';
import { utf8Encode } from '../../src/core/bytes/bytes.ts';
import { hexToBytes } from '../../src/core/bytes/hex.ts';
import { sha256 } from '../../src/core/crypto/hash.ts';
import { ComponentType } from '../../src/core/gen/mls/message_contents/component_permissions_pb.js';
import { applyUpdates } from '../../src/core/group/appData/appDataHandler.ts';
import {
  componentIdKey,
  encodeMapDelta,
  encodeSetDelta,
  inboxIdKey,
} from '../../src/core/group/appData/tlsDelta.ts';
import { type CommitToValidate, validateCommit } from '../../src/core/group/commitValidation.ts';
import { readGroupContext } from '../../src/core/group/groupContextExtensions.ts';
import { groupViewOf } from '../../src/core/group/groupView.ts';
import { validateStandaloneProposal } from '../../src/core/group/standaloneProposal.ts';
import type { Extension } from '../../src/core/mls/extension.ts';
import type { Proposal } from '../../src/core/mls/proposal.ts';
import {
  adding,
  changing,
  commitBy,
  inboxes,
  installations,
  leafIndexes,
  removing,
  sceneExtensions,
  sceneLeaves,
  sceneLogs,
  withAttribute,
} from '../support/commitScene.ts';
import {
  bareExtensions,
  membershipPayload,
  membershipValue,
  migratedExtensions,
  migrating,
  registryEntry,
  registryPayload,
  sceneMembershipEntries,
  scenePayloads,
  sceneRegistry,
  updateOf,
  writing,
} from '../support/migrationScene.ts';

const { alice, bob, carol, dave } = inboxes;
const plain = sceneExtensions();
const migrated = migratedExtensions();

const verdictOf = (commit: CommitToValidate, logs = sceneLogs()): string => {
  const verdict = validateCommit(commit, logs.lookup);
  return verdict.kind === 'invalid' ? verdict.reason : verdict.kind;
};

const text = utf8Encode;
const setOf = (op: 'insert' | 'delete', inboxId: string) =>
  encodeSetDelta([{ op, key: hexToBytes(inboxId) }], inboxIdKey);
const memberDelta = (op: 'insert' | 'update', inboxId: string, sequenceId: bigint) =>
  encodeMapDelta([{ op, key: hexToBytes(inboxId), value: membershipValue(sequenceId) }], inboxIdKey);
const memberGone = (inboxId: string) =>
  encodeMapDelta([{ op: 'delete', key: hexToBytes(inboxId) }], inboxIdKey);
const registryDelta = (op: 'insert' | 'update', id: number, value: Uint8Array) =>
  encodeMapDelta([{ op, key: new Uint8Array([id >> 8, id & 0xff]), value }], componentIdKey);

test('a faithful migration changes nothing that people see', () => {
  const verdict = validateCommit(commitBy(leafIndexes.alice, plain, migrating()), sceneLogs().lookup);
  expect(verdict).toMatchObject({
    kind: 'valid',
    changes: { addedInboxIds: [], fieldChanges: [], adminsAdded: [], permissionsChanged: false },
  });
  const [before, after] = [readGroupContext(plain), readGroupContext(migrated)];
  if (before === undefined || after === undefined) throw new Error('a context cannot be read');
  expect(groupViewOf(after, alice)).toEqual(groupViewOf(before, alice));
  expect([...after.membership.members].sort()).toEqual([...before.membership.members].sort());
});

const without = (id: number) => {
  const payloads = scenePayloads();
  payloads.delete(id);
  return payloads;
};
const having = (id: number, payload: Uint8Array) => scenePayloads().set(id, payload);
const requiring = (extensions: readonly number[]): readonly Extension[] => [
  {
    type: 3,
    data: new Uint8Array([extensions.length * 2, ...extensions.flatMap((t) => [t >> 8, t & 0xff]), 0, 0]),
  },
];

test.each<[string, readonly { readonly proposal: Proposal }[], number?]>([
  ['by an admin', migrating(), leafIndexes.bob],
  ['by a member', migrating(), leafIndexes.carol],
  ['with another name', migrating(having(0x8004, text('mine')))],
  ['without the name', migrating(without(0x8004))],
  ['without the admins', migrating(without(0x8002))],
  ['with another super admin', migrating(having(0x8001, setOf('insert', carol)))],
  ['with a component of its own', migrating(having(0xc000, text('more')))],
  ['with another creator', migrating(having(0xbffe, new Uint8Array([0, ...hexToBytes(carol)])))],
  ['with another kind of conversation', migrating(having(0xbfff, new Uint8Array([0, 0, 0, 2])))],
  ['without the membership', migrating(without(0x8003))],
  [
    'with one member less',
    migrating(
      having(0x8003, membershipPayload({ [alice]: membershipValue(10n), [bob]: membershipValue(10n) })),
    ),
  ],
  [
    'with one member more',
    migrating(having(0x8003, membershipPayload({ ...sceneMembershipEntries, [dave]: membershipValue(10n) }))),
  ],
  [
    'with a member at another update',
    migrating(having(0x8003, membershipPayload({ ...sceneMembershipEntries, [bob]: membershipValue(11n) }))),
  ],
  [
    'with an installation listed as failed that was not',
    migrating(
      having(
        0x8003,
        membershipPayload({
          ...sceneMembershipEntries,
          [bob]: membershipValue(10n, [hexToBytes(installations.bob)]),
        }),
      ),
    ),
  ],
  [
    'with a policy that was not there',
    migrating(
      having(
        0x8000,
        registryPayload(
          new Map(sceneRegistry).set(
            0x8004,
            registryEntry(ComponentType.STRING, ['superAdmin', 'superAdmin', 'superAdmin']),
          ),
        ),
      ),
    ),
  ],
  [
    'with a registry entry more',
    migrating(
      having(
        0x8000,
        registryPayload(
          new Map(sceneRegistry).set(0xc000, registryEntry(ComponentType.BYTES, ['allow', 'allow', 'allow'])),
        ),
      ),
    ),
  ],
  ['with somebody added on the way', [...migrating(), adding(dave, installations.dave)]],
  ['with somebody removed on the way', [...migrating(), removing(leafIndexes.carol)]],
  ['with two names', [...migrating(), ...writing(updateOf(0x8004, text('')))]],
  ['that still requires what it takes away', migrating(scenePayloads(), requiring([0x0006, 0xff00]))],
])('a migration %s is refused', (_, proposals, committer = leafIndexes.alice) => {
  expect(verdictOf(commitBy(committer, plain, proposals))).toBe('unfaithfulMigration');
});

test('a migration that asks for a newer version is waited at, but not when anyone else makes it', () => {
  const newer = withAttribute(plain, 'minimum_supported_protocol_version', '99.0.0');
  const proposals = migrating(having(0x800a, text('99.0.0')));
  expect(verdictOf(commitBy(leafIndexes.alice, newer, proposals))).toBe('paused');
  expect(verdictOf(commitBy(leafIndexes.bob, newer, proposals))).toBe('unfaithfulMigration');
});

test('without the migration nobody writes app data, and nobody brings a dictionary of their own', () => {
  expect(verdictOf(commitBy(leafIndexes.alice, plain, writing(updateOf(0x8004, text('x')))))).toBe(
    'appDataNotEnabled',
  );
  expect(verdictOf(commitBy(leafIndexes.alice, plain, writing(updateOf(0x8000, new Uint8Array([0])))))).toBe(
    'appDataNotEnabled',
  );
  const smuggled = [
    ...plain.filter(({ type }) => type !== 3),
    ...requiring([0x0006, 0xff00, 0xff01, 0xff02, 0xf000]),
  ];
  const dictionary = migrated.find(({ type }) => type === 6);
  if (dictionary === undefined) throw new Error('no dictionary');
  expect(verdictOf(commitBy(leafIndexes.alice, plain, [changing([...smuggled, dictionary])]))).not.toBe(
    'valid',
  );
});

test.each<[string, number, Parameters<typeof updateOf>, string]>([
  ['a member renames', leafIndexes.carol, [0x8004, text('new')], 'valid'],
  ['a name that is not text', leafIndexes.carol, [0x8004, new Uint8Array([0xff])], 'appDataDenied'],
  ['a member takes the name away', leafIndexes.carol, [0x8004], 'appDataDenied'],
  ['a super admin takes the name away', leafIndexes.alice, [0x8004], 'valid'],
  ['a member sets vanishing', leafIndexes.carol, [0x8008, new Uint8Array(8)], 'appDataDenied'],
  ['an admin sets vanishing', leafIndexes.bob, [0x8008, new Uint8Array(8)], 'valid'],
  ['vanishing of a wrong length', leafIndexes.bob, [0x8008, new Uint8Array(7)], 'appDataDenied'],
  ['an admin makes an admin', leafIndexes.bob, [0x8002, setOf('insert', carol)], 'appDataDenied'],
  ['a super admin makes an admin', leafIndexes.alice, [0x8002, setOf('insert', carol)], 'valid'],
  ['an admin made twice', leafIndexes.alice, [0x8002, setOf('insert', bob)], 'malformedContext'],
  ['an admin unmade who is none', leafIndexes.alice, [0x8002, setOf('delete', carol)], 'malformedContext'],
  [
    'an admin unmade by the hash of its name',
    leafIndexes.alice,
    [0x8002, new Uint8Array([33, 2, ...sha256(new Uint8Array([0, ...hexToBytes(bob)]))])],
    'valid',
  ],
  ['an admin makes a super admin', leafIndexes.bob, [0x8001, setOf('insert', bob)], 'appDataDenied'],
  ['a super admin makes another', leafIndexes.alice, [0x8001, setOf('insert', bob)], 'valid'],
  [
    'an admin writes the registry',
    leafIndexes.bob,
    [0x8000, registryDelta('update', 0x8004, registryEntry(ComponentType.STRING, ['allow', 'deny', 'deny']))],
    'appDataDenied',
  ],
  [
    'a super admin writes the registry',
    leafIndexes.alice,
    [0x8000, registryDelta('update', 0x8004, registryEntry(ComponentType.STRING, ['allow', 'deny', 'deny']))],
    'valid',
  ],
  [
    'everyone shall make admins',
    leafIndexes.alice,
    [
      0x8000,
      registryDelta(
        'update',
        0x8002,
        registryEntry(ComponentType.TLS_SET_INBOX_ID, ['allow', 'allow', 'allow']),
      ),
    ],
    'appDataDenied',
  ],
  [
    'an entry about the registry itself',
    leafIndexes.alice,
    [
      0x8000,
      registryDelta('insert', 0x8000, registryEntry(ComponentType.BYTES, ['allow', 'allow', 'allow'])),
    ],
    'appDataDenied',
  ],
  ['the registry taken away', leafIndexes.alice, [0x8000], 'appDataDenied'],
  ['another creator', leafIndexes.alice, [0xbffe, new Uint8Array([0, ...hexToBytes(bob)])], 'appDataDenied'],
  ['a component that nobody registered', leafIndexes.alice, [0xc000, text('x')], 'appDataDenied'],
  ['a version that all have', leafIndexes.alice, [0x800a, text('1.10.0')], 'valid'],
  ['a version above ours', leafIndexes.alice, [0x800a, text('99.0.0')], 'paused'],
  ['a version above ours, by a member', leafIndexes.carol, [0x800a, text('99.0.0')], 'appDataDenied'],
  ['a version that is none', leafIndexes.alice, [0x800a, text('soon')], 'malformedMinVersion'],
])('in a migrated group: %s', (_, committer, update, expected) => {
  expect(verdictOf(commitBy(committer, migrated, writing(updateOf(...update))))).toBe(expected);
  const { kind } = validateStandaloneProposal({
    extensions: migrated,
    leaves: sceneLeaves,
    proposal: { proposal: writing(updateOf(...update))[0]?.proposal as Proposal, sender: committer },
  });
  // A proposal is kept unless its author may not make it; whether it fits is found out by the commit.
  expect(kind).toBe(expected === 'appDataDenied' ? 'invalid' : 'valid');
});

test('the version that a group asks for only rises, and a group above us is not followed at all', () => {
  const floored = applyUpdates(migrated, [updateOf(0x800a, text('1.10.0'))]);
  const verdict = (payload: Uint8Array | undefined) =>
    verdictOf(commitBy(leafIndexes.alice, floored, writing(updateOf(0x800a, payload))));
  expect(verdict(text('1.10.1'))).toBe('valid');
  expect(verdict(text('1.9.9'))).toBe('appDataDenied');
  expect(verdict(text('rubbish'))).toBe('appDataDenied');
  expect(verdict(undefined)).toBe('appDataDenied');
  const above = applyUpdates(migrated, [updateOf(0x800a, text('99.0.0'))]);
  expect(verdictOf(commitBy(leafIndexes.carol, above, []))).toBe('paused');
});

test('members come and go by leaf and by entry together', () => {
  const join = [
    adding(dave, installations.dave),
    ...writing(updateOf(0x8003, memberDelta('insert', dave, 10n))),
  ];
  const verdict = validateCommit(commitBy(leafIndexes.carol, migrated, join), sceneLogs().lookup);
  expect(verdict).toMatchObject({ kind: 'valid', changes: { addedInboxIds: [dave] } });
  const leave = [removing(leafIndexes.carol), ...writing(updateOf(0x8003, memberGone(carol)))];
  expect(verdictOf(commitBy(leafIndexes.bob, migrated, leave))).toBe('valid');
  expect(
    verdictOf(
      commitBy(leafIndexes.carol, migrated, [
        removing(leafIndexes.bob),
        ...writing(updateOf(0x8003, memberGone(bob))),
      ]),
    ),
  ).toBe('appDataDenied');
  expect(
    verdictOf(
      commitBy(leafIndexes.bob, migrated, [
        removing(leafIndexes.alice),
        removing(leafIndexes.alicePhone),
        ...writing(updateOf(0x8003, memberGone(alice))),
      ]),
    ),
  ).toBe('superAdminRemoved');
  // An entry without a leaf, a leaf without an entry, and an update that does not exist.
  expect(
    verdictOf(
      commitBy(leafIndexes.bob, migrated, writing(updateOf(0x8003, memberDelta('insert', dave, 10n)))),
    ),
  ).toBe('subjectNotMember');
  expect(verdictOf(commitBy(leafIndexes.bob, migrated, [adding(dave, installations.dave)]))).toBe(
    'unexpectedInstallationAdded',
  );
  expect(verdictOf(commitBy(leafIndexes.bob, migrated, [removing(leafIndexes.carol)]))).toBe(
    'unexpectedInstallationsRemoved',
  );
  expect(
    verdictOf(
      commitBy(leafIndexes.bob, migrated, [
        adding(dave, installations.dave),
        ...writing(updateOf(0x8003, memberDelta('insert', dave, 99n))),
      ]),
    ),
  ).not.toBe('valid');
  expect(
    verdictOf(
      commitBy(leafIndexes.bob, migrated, writing(updateOf(0x8003, memberDelta('update', carol, 9n)))),
    ),
  ).toBe('sequenceIdDecreased');
});

test('the dictionary is not replaced past the policies of its components', () => {
  const forged = applyUpdates(migrated, [updateOf(0x8001, setOf('insert', carol))]);
  expect(verdictOf(commitBy(leafIndexes.carol, migrated, [changing(forged)]))).toBe('dictionaryReplaced');
  expect(verdictOf(commitBy(leafIndexes.alice, migrated, [changing(bareExtensions)]))).toBe(
    'dictionaryReplaced',
  );
  expect(verdictOf(commitBy(leafIndexes.alice, migrated, [changing(plain)]))).not.toBe('valid');
});
