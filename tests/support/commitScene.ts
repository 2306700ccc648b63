import { hexToBytes } from '../../src/core/bytes/hex.ts';
import type { CommitToValidate } from '../../src/core/group/commitValidation.ts';
import { groupConfig } from '../../src/core/group/groupConfig.ts';
import {
  membershipExtension,
  mutableMetadataExtension,
  policiesExtension,
  readMembership,
  readMutableMetadata,
  replaceExtension,
} from '../../src/core/group/groupContextExtensions.ts';
import type { GroupLeaf } from '../../src/core/group/groupLeaf.ts';
import type { GroupMembership } from '../../src/core/group/groupMembership.ts';
import type { MutableMetadata } from '../../src/core/group/mutableMetadata.ts';
import type { PolicySet } from '../../src/core/group/policy.ts';
import { allMembersPolicies } from '../../src/core/group/policyPresets.ts';
import { xmtpCapabilities } from '../../src/core/group/xmtpCapabilities.ts';
import { encodeInboxCredential } from '../../src/core/identity/inboxCredential.ts';
import type { Extension } from '../../src/core/mls/extension.ts';
import type { LeafNode } from '../../src/core/mls/leafNode.ts';
import type { AppliedProposal } from '../../src/core/mls/pendingProposal.ts';
import { FakeIdentityLogs } from './fakeIdentityLogs.ts';
import { seededRandom } from './seededRandom.ts';

const inbox = (digits: string): string => digits.repeat(32);
const installation = (digits: string): string => digits.repeat(32);

export const inboxes = { alice: inbox('a1'), bob: inbox('b0'), carol: inbox('c4'), dave: inbox('d4') };
/** Alice has two. */
export const installations = {
  alice: installation('a1'),
  alicePhone: installation('a2'),
  bob: installation('b1'),
  carol: installation('c1'),
  dave: installation('d1'),
};
/** Leaf indexes. */
export const leafIndexes = { alice: 0, bob: 1, carol: 2, alicePhone: 3 };

/** Alice is super admin, Bob admin, Carol neither; Dave is outside. Everybody's identity log is at update 10. */
export const sceneMembership: GroupMembership = {
  members: new Map([
    [inboxes.alice, 10n],
    [inboxes.bob, 10n],
    [inboxes.carol, 10n],
  ]),
  failedInstallationIds: [],
};

const leaf = (leafIndex: number, inboxId: string, installationId: string): GroupLeaf => ({
  leafIndex,
  inboxId,
  installationId,
});

export const sceneLeaves: readonly GroupLeaf[] = [
  leaf(0, inboxes.alice, installations.alice),
  leaf(1, inboxes.bob, installations.bob),
  leaf(2, inboxes.carol, installations.carol),
  leaf(3, inboxes.alice, installations.alicePhone),
];

export const sceneLogs = (): FakeIdentityLogs =>
  new FakeIdentityLogs()
    .set(inboxes.alice, 10n, [installations.alice, installations.alicePhone])
    .set(inboxes.bob, 10n, [installations.bob])
    .set(inboxes.carol, 10n, [installations.carol])
    .set(inboxes.dave, 10n, [installations.dave]);

export const sceneExtensions = (
  change: {
    readonly metadata?: Partial<MutableMetadata>;
    readonly policies?: PolicySet;
    readonly membership?: GroupMembership;
  } = {},
): readonly Extension[] => {
  const { extensions } = groupConfig({ creatorInboxId: inboxes.alice, random: seededRandom('scene') });
  const metadata: MutableMetadata = {
    ...readMutableMetadata(extensions),
    adminInboxIds: [inboxes.bob],
    ...change.metadata,
  };
  return [
    mutableMetadataExtension(metadata),
    membershipExtension(change.membership ?? sceneMembership),
    policiesExtension(change.policies ?? allMembersPolicies),
  ].reduce(replaceExtension, extensions);
};

/** The extensions after a change of the mutable metadata. */
export const withMetadata = (
  extensions: readonly Extension[],
  change: (metadata: MutableMetadata) => Partial<MutableMetadata>,
): readonly Extension[] => {
  const metadata = readMutableMetadata(extensions);
  return replaceExtension(extensions, mutableMetadataExtension({ ...metadata, ...change(metadata) }));
};

export const withAttribute = (
  extensions: readonly Extension[],
  field: string,
  value: string | undefined,
): readonly Extension[] =>
  withMetadata(extensions, ({ attributes }) => {
    const changed = new Map(attributes);
    if (value === undefined) changed.delete(field);
    else changed.set(field, value);
    return { attributes: changed };
  });

/** The extensions after a change of the membership; undefined takes an inbox out. */
export const withMembers = (
  extensions: readonly Extension[],
  members: Readonly<Record<string, bigint | undefined>>,
  failedInstallationIds: readonly string[] = [],
): readonly Extension[] => {
  const changed = new Map(readMembership(extensions).members);
  for (const [inboxId, sequenceId] of Object.entries(members)) {
    if (sequenceId === undefined) changed.delete(inboxId);
    else changed.set(inboxId, sequenceId);
  }
  return replaceExtension(extensions, membershipExtension({ members: changed, failedInstallationIds }));
};

const leafNode = (inboxId: string, installationId: string): LeafNode => ({
  encryptionKey: new Uint8Array(32),
  signatureKey: hexToBytes(installationId),
  credential: { type: 'basic', identity: encodeInboxCredential(inboxId) },
  capabilities: xmtpCapabilities,
  source: { kind: 'update' },
  extensions: [],
  signature: new Uint8Array(64),
});

type Proposing = Omit<AppliedProposal, 'sender' | 'byReference'>;

export const adding = (inboxId: string, installationId: string): Proposing => ({
  proposal: {
    kind: 'add',
    keyPackage: {
      version: 1,
      cipherSuite: 3,
      initKey: new Uint8Array(32),
      leafNode: leafNode(inboxId, installationId),
      extensions: [],
      signature: new Uint8Array(64),
    },
  },
});
export const removing = (leafIndex: number): Proposing => ({
  proposal: { kind: 'remove', removed: leafIndex },
});
export const updating = (inboxId: string, installationId: string): Proposing => ({
  proposal: { kind: 'update', leafNode: leafNode(inboxId, installationId) },
});
export const changing = (extensions: readonly Extension[]): Proposing => ({
  proposal: { kind: 'groupContextExtensions', extensions },
});

/** A commit of one author who proposed everything. */
export const commitBy = (
  committer: number,
  extensions: readonly Extension[],
  proposals: readonly Proposing[],
): CommitToValidate => ({
  extensions,
  leaves: sceneLeaves,
  committer,
  proposals: proposals.map((one) => ({ ...one, sender: committer, byReference: false })),
});
