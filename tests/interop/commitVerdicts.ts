import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyKeyPackages } from '../../src/core/group/fetchedKeyPackage.ts';
import {
  metadataExtension,
  policiesExtension,
  readMembership,
  readPolicies,
  replaceExtension,
} from '../../src/core/group/groupContextExtensions.ts';
import { groupLeaves } from '../../src/core/group/groupLeaf.ts';
import { adminOnlyPolicies } from '../../src/core/group/policyPresets.ts';
import type { Extension } from '../../src/core/mls/extension.ts';
import { listMembers } from '../../src/core/mls/members.ts';
import type { Proposal } from '../../src/core/mls/proposal.ts';
import { withAttribute, withMembers, withMetadata } from '../support/commitScene.ts';
import type { MemoryMember } from '../support/memoryXmtp.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { WireNetwork } from '../support/wireNetwork.ts';
import type { Stage } from './directMessages.ts';

interface Scene {
  readonly extensions: readonly Extension[];
  readonly own: string;
  /** The creator and super admin. */
  readonly maker: OfficialPeer;
  readonly third: OfficialPeer;
  leafOf(inboxId: string): number;
}

type Case = readonly [name: string, expected: string, propose: (scene: Scene) => readonly Proposal[]];

const change = (extensions: readonly Extension[]): readonly Proposal[] => [
  { kind: 'groupContextExtensions', extensions },
];
/** RFC 9420 closes the group with it; libxmtp goes on. */
const reInit = (version: number): Proposal => ({
  kind: 'reInit',
  groupId: new Uint8Array(16).fill(7),
  version,
  cipherSuite: 3,
  extensions: [],
});
const sequenceIdOf = ({ extensions }: Scene, inboxId: string): bigint =>
  readMembership(extensions).members.get(inboxId) ?? 0n;

/** Commits of a plain member, and what we make of each. Not one of them comes from a well-behaved client. */
const cases: readonly Case[] = [
  ['nothing', 'valid', () => []],
  ['a name', 'valid', ({ extensions }) => change(withAttribute(extensions, 'group_name', 'x'))],
  [
    'a long name',
    'attributeTooLong',
    ({ extensions }) => change(withAttribute(extensions, 'group_name', 'x'.repeat(101))),
  ],
  [
    'a name of many bytes',
    'attributeTooLong',
    ({ extensions }) => change(withAttribute(extensions, 'group_name', 'é'.repeat(51))),
  ],
  [
    'an attribute taken away',
    'valid',
    ({ extensions }) => change(withAttribute(extensions, 'app_data', undefined)),
  ],
  [
    'an unknown attribute',
    'metadataDenied',
    ({ extensions }) => change(withAttribute(extensions, 'topic', 'x')),
  ],
  [
    'an attribute named __proto__',
    'metadataDenied',
    ({ extensions }) => change(withAttribute(extensions, '__proto__', 'x')),
  ],
  [
    'an attribute of super admins',
    'metadataDenied',
    ({ extensions }) => change(withAttribute(extensions, '_x', 'x')),
  ],
  [
    'an attribute of super admins taken away',
    'metadataDenied',
    ({ extensions }) => change(withAttribute(extensions, '_commit_log_signer', undefined)),
  ],
  [
    'vanishing messages',
    'metadataDenied',
    ({ extensions }) => change(withAttribute(extensions, 'message_disappear_in_ns', '1')),
  ],
  [
    'a minimum version',
    'metadataDenied',
    ({ extensions }) => change(withAttribute(extensions, 'minimum_supported_protocol_version', '99.0.0')),
  ],
  [
    'an admin',
    'addAdminDenied',
    ({ extensions, own }) => change(withMetadata(extensions, () => ({ adminInboxIds: [own] }))),
  ],
  [
    'a super admin',
    'superAdminChangeDenied',
    ({ extensions, own, maker }) =>
      change(withMetadata(extensions, () => ({ superAdminInboxIds: [maker.inboxId, own] }))),
  ],
  [
    'no super admin',
    'superAdminChangeDenied',
    ({ extensions }) => change(withMetadata(extensions, () => ({ superAdminInboxIds: [] }))),
  ],
  [
    'a super admin listed twice',
    'valid',
    ({ extensions, maker }) =>
      change(withMetadata(extensions, () => ({ superAdminInboxIds: [maker.inboxId, maker.inboxId] }))),
  ],
  [
    'other permissions',
    'permissionsChangeDenied',
    ({ extensions }) => change(replaceExtension(extensions, policiesExtension(adminOnlyPolicies))),
  ],
  [
    'permissions in another order',
    'valid',
    ({ extensions }) => {
      const policies = readPolicies(extensions);
      const updateMetadata = new Map([...policies.updateMetadata].reverse());
      return change(replaceExtension(extensions, policiesExtension({ ...policies, updateMetadata })));
    },
  ],
  [
    'a member listed beyond its identity log',
    'valid',
    (scene) =>
      change(
        withMembers(scene.extensions, {
          [scene.third.inboxId]: sequenceIdOf(scene, scene.third.inboxId) + 1_000_000n,
        }),
      ),
  ],
  [
    'a member listed at 2^64 - 1',
    'valid',
    (scene) => change(withMembers(scene.extensions, { [scene.third.inboxId]: 2n ** 64n - 1n })),
  ],
  [
    'ourselves listed beyond our identity log',
    'installationNotInInbox',
    (scene) =>
      change(withMembers(scene.extensions, { [scene.own]: sequenceIdOf(scene, scene.own) + 1_000_000n })),
  ],
  [
    'a member listed at an earlier update',
    'sequenceIdDecreased',
    (scene) =>
      change(
        withMembers(scene.extensions, {
          [scene.third.inboxId]: sequenceIdOf(scene, scene.third.inboxId) - 1n,
        }),
      ),
  ],
  [
    'a member listed at the placeholder',
    'sequenceIdDecreased',
    ({ extensions, third }) => change(withMembers(extensions, { [third.inboxId]: 0n })),
  ],
  [
    'an inbox that does not exist',
    'unknownIdentityUpdate',
    ({ extensions }) => change(withMembers(extensions, { ['ee'.repeat(32)]: 7n })),
  ],
  [
    'an inbox that is no inbox id, at the placeholder',
    'unknownIdentityUpdate',
    ({ extensions }) => change(withMembers(extensions, { nobody: 0n })),
  ],
  [
    'an installation that failed to nobody',
    'valid',
    ({ extensions }) => change(withMembers(extensions, {}, ['ee'.repeat(32)])),
  ],
  [
    'a leaf removed with its inbox left',
    'unexpectedInstallationsRemoved',
    ({ leafOf, third }) => [{ kind: 'remove', removed: leafOf(third.inboxId) }],
  ],
  [
    'a member removed',
    'removeMemberDenied',
    ({ extensions, leafOf, third }) => [
      { kind: 'remove', removed: leafOf(third.inboxId) },
      ...change(withMembers(extensions, { [third.inboxId]: undefined })),
    ],
  ],
  [
    'the super admin removed',
    'removeMemberDenied',
    ({ extensions, leafOf, maker }) => [
      { kind: 'remove', removed: leafOf(maker.inboxId) },
      ...change(withMembers(extensions, { [maker.inboxId]: undefined })),
    ],
  ],
  [
    'no membership',
    'malformedContext',
    ({ extensions }) => change(extensions.filter(({ type }) => type !== 0xff01)),
  ],
  [
    'no permissions',
    'malformedContext',
    ({ extensions }) => change(extensions.filter(({ type }) => type !== 0xff02)),
  ],
  [
    'no mutable metadata',
    'malformedContext',
    ({ extensions }) => change(extensions.filter(({ type }) => type !== 0xff00)),
  ],
  [
    'rubbish as mutable metadata',
    'malformedContext',
    ({ extensions }) =>
      change(replaceExtension(extensions, { type: 0xff00, data: Uint8Array.of(0x0a, 0xff) })),
  ],
  [
    'rubbish as membership',
    'malformedContext',
    ({ extensions }) =>
      change(replaceExtension(extensions, { type: 0xff01, data: Uint8Array.of(0x0a, 0xff) })),
  ],
  ['another group in its place', 'valid', () => [reInit(1)]],
  ['another group of an older protocol', 'valid', () => [reInit(0)]],
  [
    'two other groups and a name',
    'valid',
    ({ extensions }) => [reInit(1), reInit(1), ...change(withAttribute(extensions, 'group_name', 'x'))],
  ],
  [
    'another creator',
    'valid',
    ({ extensions, own }) =>
      change(
        replaceExtension(extensions, metadataExtension({ conversationType: 'group', creatorInboxId: own })),
      ),
  ],
];

/** The same of a super admin: what even that role may not do, and what only it may. */
const superAdminCases: readonly Case[] = [
  [
    'itself as the only super admin',
    'valid',
    ({ extensions, own }) => change(withMetadata(extensions, () => ({ superAdminInboxIds: [own] }))),
  ],
  [
    'no super admin',
    'lastSuperAdminRemoved',
    ({ extensions }) => change(withMetadata(extensions, () => ({ superAdminInboxIds: [] }))),
  ],
  [
    'another super admin removed',
    'superAdminRemoved',
    ({ extensions, leafOf, maker }) => [
      { kind: 'remove', removed: leafOf(maker.inboxId) },
      ...change(withMembers(extensions, { [maker.inboxId]: undefined })),
    ],
  ],
  [
    'a member removed and its leaf left',
    'unexpectedInstallationsRemoved',
    ({ extensions, third }) => change(withMembers(extensions, { [third.inboxId]: undefined })),
  ],
  [
    'other permissions',
    'valid',
    ({ extensions }) => change(replaceExtension(extensions, policiesExtension(adminOnlyPolicies))),
  ],
  ['an attribute of super admins', 'valid', ({ extensions }) => change(withAttribute(extensions, '_x', 'x'))],
  [
    'a minimum version that everyone has',
    'valid',
    ({ extensions }) => change(withAttribute(extensions, 'minimum_supported_protocol_version', '1.0.0')),
  ],
  [
    'a minimum version that is no version',
    'malformedMinVersion',
    ({ extensions }) => change(withAttribute(extensions, 'minimum_supported_protocol_version', 'soon')),
  ],
];

/**
 * Commits that only a hostile or broken member would make. We must judge each as libxmtp does: if one of us takes it and the other
 * does not, the group is forked and the messages after it cannot be read.
 */
export function commitVerdictTests(stage: Stage): void {
  describe('commits of a hostile member', () => {
    let maker: OfficialPeer;
    let third: OfficialPeer;
    beforeAll(async () => {
      maker = await stage.newPeer();
      third = await stage.newPeer();
    });
    afterAll(async () => {
      for (const peer of [maker, third]) await peer.close();
    });

    /** A group of the two peers and two of ours; the one who commits and one who reads. */
    const newGroup = async () => {
      const network = new WireNetwork(stage.webUrl);
      const [us, reader] = [await network.newMember(), await network.newMember()];
      const inboxIds = [maker.inboxId, third.inboxId, us.own.inboxId, reader.own.inboxId];
      const { conversationId } = await maker.createGroup(inboxIds.slice(1));
      const settle = async () => {
        await network.exchange({
          inboxIds,
          groupIds: [conversationId],
          topics: [us.installationId, reader.installationId],
        });
        for (const member of [us, reader]) {
          member.syncWelcomes();
          if (member.hasGroup(conversationId)) member.sync(conversationId);
        }
        for (const peer of [maker, third]) await peer.sync();
      };
      // The second round is for what the pointers of the first lead to.
      await settle();
      await settle();
      return { us, reader, conversationId, settle, network };
    };
    const sceneOf = (us: MemoryMember, groupId: string): Scene => {
      const { state } = us.group(groupId);
      const leaves = groupLeaves(listMembers(state));
      return {
        extensions: state.groupContext.extensions,
        own: us.own.inboxId,
        maker,
        third,
        leafOf: (inboxId) => leaves.find((leaf) => leaf.inboxId === inboxId)?.leafIndex ?? -1,
      };
    };

    const judge = async (expected: string, propose: Case[2], isSuperAdmin: boolean): Promise<void> => {
      const { us, reader, conversationId, settle } = await newGroup();
      if (isSuperAdmin) {
        await maker.addSuperAdmin(conversationId, us.own.inboxId);
        await settle();
      }
      us.commit(conversationId, propose(sceneOf(us, conversationId)));
      await settle();
      for (const member of [us, reader]) {
        const verdict = member.group(conversationId).verdicts.at(-1);
        expect(verdict?.kind === 'invalid' ? verdict.reason : verdict?.kind).toBe(expected);
      }
      us.send(conversationId, 'can you read this?');
      await settle();
      expect(reader.group(conversationId).texts).toEqual(['can you read this?']);
      for (const peer of [maker, third]) {
        const texts = (await peer.messages(conversationId)).map(({ text }) => text);
        expect(texts).toContain('can you read this?');
      }
      // They could still read an epoch that they have left; what they write now tells which one they are in.
      await maker.sendText(conversationId, 'and you this?');
      await settle();
      expect(reader.group(conversationId).texts).toEqual(['can you read this?', 'and you this?']);
    };

    test.each(cases)('%s: %s', (_name, expected, propose) => judge(expected, propose, false));
    test.each(superAdminCases)('by a super admin: %s: %s', (_name, expected, propose) =>
      judge(expected, propose, true),
    );

    test('a super admin takes a member out and in again in one commit', async () => {
      const { us, reader, conversationId, settle, network } = await newGroup();
      await maker.addSuperAdmin(conversationId, us.own.inboxId);
      await settle();
      const request = { inboxId: third.inboxId, installationId: third.installationId };
      const bytes = network.keyPackages.get(third.installationId);
      const result = (await verifyKeyPackages([{ ...request, bytes }], network.nowMs)).get(
        third.installationId,
      );
      if (result?.kind !== 'ok') throw new Error('no key package');
      const { keyPackage, welcomeTarget } = result.keyPackage;
      const removed = sceneOf(us, conversationId).leafOf(third.inboxId);
      us.commit(
        conversationId,
        [
          { kind: 'remove', removed },
          { kind: 'add', keyPackage },
        ],
        [welcomeTarget],
      );
      await settle();
      await settle();
      expect(reader.group(conversationId).verdicts.at(-1)).toMatchObject({
        kind: 'valid',
        changes: { readdedInstallationIds: [third.installationId] },
      });
      us.send(conversationId, 'welcome back');
      await settle();
      for (const peer of [maker, third]) {
        const texts = (await peer.messages(conversationId)).map(({ text }) => text);
        expect(texts).toContain('welcome back');
      }
      await third.sendText(conversationId, 'thank you');
      await settle();
      expect(reader.group(conversationId).texts).toContain('thank you');
    });
  });
}
