import { equalBytes, utf8DecodeLossy } from '../bytes/bytes.ts';
import { isWalletInboxError } from '../errors.ts';
import { type Extension, extensionTypes, findExtension, isDefaultExtensionType } from '../mls/extension.ts';
import type { GroupState } from '../mls/groupState.ts';
import { listMembers } from '../mls/members.ts';
import type { AppliedProposal } from '../mls/pendingProposal.ts';
import { decodeRequiredCapabilities } from '../mls/requiredCapabilities.ts';
import { isMigrated, readDictionary } from './appData/appDataDictionary.ts';
import { applyUpdates } from './appData/appDataHandler.ts';
import { mayUpdate } from './appData/appDataPermissions.ts';
import { appDataUpdatesOf } from './appData/appDataUpdate.ts';
import { componentIds } from './appData/componentIds.ts';
import { readRegistry } from './appData/componentRegistry.ts';
import { isFaithfulMigration, isMigrationCommit } from './appData/migrationCommit.ts';
import { type PermissionRefusal, refusalOf } from './commitPermissions.ts';
import { type CommitProposals, type CommitProposalsRefusal, sortCommitProposals } from './commitProposals.ts';
import { metadataField } from './constants.ts';
import type { CommitParticipant, GroupChanges } from './groupChanges.ts';
import {
  readGroupMetadata,
  readMembership,
  readMutableMetadata,
  readPolicies,
} from './groupContextExtensions.ts';
import { type GroupLeaf, groupLeaves } from './groupLeaf.ts';
import { diffGroupMembership, type GroupMembership } from './groupMembership.ts';
import type { IdentityLookup, IdentityRequest } from './identityLookup.ts';
import { type InstallationDiff, installationDiff } from './installationDiff.ts';
import { checkMinVersion } from './libxmtpVersion.ts';
import { checkInstallations } from './memberIdentity.ts';
import { isTooLong, metadataChangesOf, noMetadataChanges } from './metadataChanges.ts';
import { roleOf } from './mutableMetadata.ts';
import { equalPolicySets } from './policy.ts';

export type CommitRefusal =
  | PermissionRefusal
  | CommitProposalsRefusal
  /** An extension that XMTP needs is absent or unreadable, before or after the commit. */
  | 'malformedContext'
  /** A new extension is neither a default one nor among the required capabilities (openmls's reading of RFC 9420). */
  | 'extensionNotRequired'
  | 'attributeTooLong'
  | 'malformedMinVersion'
  | 'sequenceIdDecreased'
  /** The membership names an identity update that does not exist. */
  | 'unknownIdentityUpdate'
  | 'unexpectedInstallationAdded'
  | 'unexpectedInstallationsRemoved'
  /** The committer's or an updated leaf's installation does not belong to the inbox it claims. */
  | 'installationNotInInbox'
  /** App data is written in a group that keeps its state in extensions. */
  | 'appDataNotEnabled'
  /** The dictionary of a migrated group is replaced as a whole, past the policies of its components. */
  | 'dictionaryReplaced'
  /** An update of a component that its policy, or its form, does not allow. */
  | 'appDataDenied'
  /** A migration that is not by a super admin, or does not say what the group said before. */
  | 'unfaithfulMigration';

export type CommitVerdict =
  | { readonly kind: 'valid'; readonly changes: GroupChanges }
  /** Everybody refuses it: keep the old state and go on after it. */
  | { readonly kind: 'invalid'; readonly reason: CommitRefusal }
  /** Fetch these logs and ask again. While that fails, the commit is neither applied nor passed over. */
  | { readonly kind: 'needsIdentity'; readonly requests: readonly IdentityRequest[] }
  /** The group demands a newer client: apply nothing and stay before this commit until upgraded. */
  | { readonly kind: 'paused'; readonly minVersion: string };

/** A commit, ours or another's, with the group as it is before it. */
export interface CommitToValidate {
  readonly extensions: readonly Extension[];
  readonly leaves: readonly GroupLeaf[];
  /** Leaf indexes are those of the tree before the commit. */
  readonly committer: number;
  readonly proposals: readonly AppliedProposal[];
}

/** `state` is the group before the commit; `commit` what processCommit or createCommit say of it. */
export const commitToValidate = (
  state: GroupState,
  commit: { readonly committer: number; readonly proposals: readonly AppliedProposal[] },
): CommitToValidate => ({
  extensions: state.groupContext.extensions,
  leaves: groupLeaves(listMembers(state)),
  committer: commit.committer,
  proposals: commit.proposals,
});

/**
 * Whether XMTP allows a commit that RFC 9420 allows. Every client of a group must come to the same answer or the group forks, so
 * this mirrors libxmtp (validated_commit.rs, group_permissions.rs) rule by rule, also where another rule would be wiser.
 */
export const validateCommit = (commit: CommitToValidate, identity: IdentityLookup): CommitVerdict => {
  try {
    return judge(commit, identity);
  } catch (error) {
    if (isWalletInboxError(error, 'Codec.Malformed')) return invalid('malformedContext');
    throw error;
  }
};

const invalid = (reason: CommitRefusal): CommitVerdict => ({ kind: 'invalid', reason });

const judge = (commit: CommitToValidate, identity: IdentityLookup): CommitVerdict => {
  const metadata = readGroupMetadata(commit.extensions);
  const mutableMetadata = readMutableMetadata(commit.extensions);
  const policies = readPolicies(commit.extensions);
  const membership = readMembership(commit.extensions);

  const leafByIndex = new Map(commit.leaves.map((leaf) => [leaf.leafIndex, leaf]));
  const participantAt = (leafIndex: number): CommitParticipant | undefined => {
    const leaf = leafByIndex.get(leafIndex);
    if (leaf?.inboxId === undefined) return undefined;
    const { inboxId, installationId } = leaf;
    return { inboxId, installationId, ...roleOf(mutableMetadata, inboxId) };
  };

  const actor = participantAt(commit.committer);
  if (actor === undefined) return invalid('actorNotMember');
  const proposals = sortCommitProposals(commit.proposals, participantAt, (index) => leafByIndex.get(index));
  if (typeof proposals === 'string') return invalid(proposals);

  if (isMigrationCommit(commit.extensions, commit.proposals)) {
    return judgeMigration(commit, proposals.contextChange?.proposer, actor);
  }
  const isInDictionary = isMigrated(commit.extensions);
  // A group above our version is not followed, whatever the commit says: it may say it in a form that we cannot read.
  const floor = mutableMetadata.attributes.get(metadataField.minVersion);
  if (isInDictionary && floor !== undefined && checkMinVersion(floor) === 'tooNew') {
    return { kind: 'paused', minVersion: floor };
  }

  const context = proposals.contextChange?.extensions ?? commit.extensions;
  if (proposals.contextChange !== undefined && !areRequired(context)) return invalid('extensionNotRequired');
  const updates = appDataUpdatesOf(commit.proposals);
  const refusedUpdate = appDataRefusal(commit.extensions, context, updates, participantAt);
  if (refusedUpdate !== undefined) return invalid(refusedUpdate);
  const extensions = applyUpdates(
    context,
    updates.map(({ update }) => update),
  );
  const { after, changes } = metadataChangesOf(mutableMetadata, commit.extensions, extensions);
  // libxmtp has no limits for the texts of a migrated group: to refuse what all others accept would fork us.
  if (
    !isInDictionary &&
    changes.fieldChanges.some(({ field, newValue }) => isTooLong(field, newValue ?? ''))
  ) {
    return invalid('attributeTooLong');
  }
  const newMembership = readMembership(extensions);
  const diff = diffGroupMembership(membership, newMembership);
  if (hasDecreased(membership, newMembership)) return invalid('sequenceIdDecreased');

  const { leftAlone, readded } = withoutReadds(actor, proposals, newMembership);
  const groupChanges: GroupChanges = {
    ...changes,
    actor,
    addedInboxIds: diff.addedInboxIds,
    removedInboxIds: diff.removedInboxIds,
    readdedInstallationIds: readded,
    permissionsChanged: !equalPolicySets(policies, readPolicies(extensions)),
    installationsChanged:
      proposals.addedInstallationIds.size > 0 || proposals.removedInstallationIds.size > 0,
  };
  const hasProposer = (id: string, proposers: ReadonlyMap<string, CommitParticipant>) =>
    proposers.has(id) || proposals.contextChange !== undefined;
  const isProposed =
    diff.addedInboxIds.every((id) => hasProposer(id, proposals.adders)) &&
    diff.removedInboxIds.every((id) => hasProposer(id, proposals.removers));
  if (isInDictionary && !isProposed) return invalid('subjectNotMember');
  // Before the identity logs are asked for: a commit that nobody may make should not make everybody fetch. Of a migrated
  // group the updates were judged one by one already; what is left is who comes and goes.
  const toJudge = isInDictionary
    ? { ...groupChanges, ...noMetadataChanges, permissionsChanged: false }
    : groupChanges;
  const refusal = refusalOf(toJudge, {
    policies,
    superAdminInboxIds: mutableMetadata.superAdminInboxIds,
    dmMembers: metadata.dmMembers,
    adderOf: (id) => proposals.adders.get(id) ?? proposals.contextChange?.proposer ?? actor,
    removerOf: (id) => proposals.removers.get(id) ?? proposals.contextChange?.proposer ?? actor,
  });
  if (refusal !== undefined) return invalid(refusal);

  const expected = installationDiff(membership, newMembership, identity);
  const identityVerdict = checkInstallations(
    [...proposals.updates, actor],
    membership,
    newMembership,
    identity,
  );
  const requests = [
    ...(expected.kind === 'needsIdentity' ? expected.requests : []),
    ...(identityVerdict.kind === 'needsIdentity' ? identityVerdict.requests : []),
  ];
  if (requests.length > 0) return { kind: 'needsIdentity', requests };
  if (expected.kind !== 'diff') return invalid('unknownIdentityUpdate');
  const mismatch = mismatchOf(expected, leftAlone, commit.leaves);
  if (mismatch !== undefined) return invalid(mismatch);
  if (identityVerdict.kind === 'invalid') return invalid('installationNotInInbox');

  const minVersion = after.attributes.get(metadataField.minVersion);
  if (minVersion !== undefined) {
    const support = checkMinVersion(minVersion);
    if (support === 'malformed') return invalid('malformedMinVersion');
    if (support === 'tooNew') return { kind: 'paused', minVersion };
  }
  return { kind: 'valid', changes: groupChanges };
};

/** The one commit that moves a group's state into the dictionary: it changes nothing that people see. */
const judgeMigration = (
  commit: CommitToValidate,
  proposer: CommitParticipant | undefined,
  actor: CommitParticipant,
): CommitVerdict => {
  if (proposer?.isSuperAdmin !== true) return invalid('unfaithfulMigration');
  const isPlain = ({ proposal }: AppliedProposal) =>
    proposal.kind === 'groupContextExtensions' || proposal.kind === 'custom';
  if (!commit.proposals.every(isPlain)) return invalid('unfaithfulMigration');
  // It may come from a version that writes the dictionary differently: then we wait instead of falling behind for ever.
  const seeded = appDataUpdatesOf(commit.proposals).find(
    ({ update }) => update.componentId === componentIds.minVersion,
  )?.update.payload;
  const minVersion = seeded === undefined ? '' : utf8DecodeLossy(seeded);
  if (checkMinVersion(minVersion) === 'tooNew') return { kind: 'paused', minVersion };
  if (!isFaithfulMigration(commit.extensions, commit.proposals)) return invalid('unfaithfulMigration');
  const changes: GroupChanges = {
    ...noMetadataChanges,
    actor,
    addedInboxIds: [],
    removedInboxIds: [],
    readdedInstallationIds: [],
    permissionsChanged: false,
    installationsChanged: false,
  };
  return { kind: 'valid', changes };
};

/** Why the updates of a commit are not allowed, judged by the dictionary before it. */
const appDataRefusal = (
  before: readonly Extension[],
  context: readonly Extension[],
  updates: ReturnType<typeof appDataUpdatesOf>,
  participantAt: (leafIndex: number) => CommitParticipant | undefined,
): CommitRefusal | undefined => {
  if (!isMigrated(before)) {
    const isNew = hasDictionary(context) && !hasDictionary(before);
    return updates.length > 0 || isNew ? 'appDataNotEnabled' : undefined;
  }
  if (!isSameDictionary(before, context)) return 'dictionaryReplaced';
  const registry = readRegistry(before);
  const dictionary = readDictionary(before);
  const areAllowed = updates.every(({ update, sender }) => {
    const proposer = participantAt(sender);
    const stored = dictionary.get(update.componentId);
    return proposer !== undefined && mayUpdate(update, proposer, registry, stored);
  });
  return areAllowed ? undefined : 'appDataDenied';
};

const hasDictionary = (extensions: readonly Extension[]): boolean =>
  findExtension(extensions, extensionTypes.appDataDictionary) !== undefined;

const isSameDictionary = (one: readonly Extension[], other: readonly Extension[]): boolean => {
  const [left, right] = [one, other].map(
    (list) => findExtension(list, extensionTypes.appDataDictionary)?.data,
  );
  return left !== undefined && right !== undefined && equalBytes(left, right);
};

const areRequired = (extensions: readonly Extension[]): boolean => {
  const data = findExtension(extensions, extensionTypes.requiredCapabilities)?.data;
  const required = data === undefined ? [] : decodeRequiredCapabilities(data).extensions;
  return extensions.every(({ type }) => isDefaultExtensionType(type) || required.includes(type));
};

const hasDecreased = (before: GroupMembership, after: GroupMembership): boolean =>
  [...before.members].some(
    ([inboxId, sequenceId]) => (after.members.get(inboxId) ?? sequenceId) < sequenceId,
  );

interface LeafChanges {
  readonly added: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
}

/**
 * A super admin may remove and add the same installation to bring it back from a fork; one that could be removed but not added
 * again is listed as failed. Both are set aside before the tree is compared with the identity logs.
 */
const withoutReadds = (
  actor: CommitParticipant,
  { addedInstallationIds: added, removedInstallationIds: removed }: CommitProposals,
  membership: GroupMembership,
): { readonly leftAlone: LeafChanges; readonly readded: readonly string[] } => {
  const failed = new Set(membership.failedInstallationIds);
  if (!actor.isSuperAdmin) return { leftAlone: { added, removed, failed }, readded: [] };
  const done = [...removed].filter((id) => added.has(id));
  const attempted = [...removed].filter((id) => !added.has(id) && failed.has(id));
  const readded = new Set([...done, ...attempted]);
  return {
    leftAlone: {
      added: new Set([...added].filter((id) => !readded.has(id))),
      removed: new Set([...removed].filter((id) => !readded.has(id))),
      failed: new Set([...failed].filter((id) => !attempted.includes(id))),
    },
    readded: [...readded],
  };
};

/** Adds may be missing, removals may not. */
const mismatchOf = (
  expected: Extract<InstallationDiff, { kind: 'diff' }>,
  { added, removed, failed }: LeafChanges,
  leaves: readonly GroupLeaf[],
): CommitRefusal | undefined => {
  const present = new Set(leaves.map(({ installationId }) => installationId));
  if ([...added].some((id) => !expected.added.has(id) && !present.has(id))) {
    return 'unexpectedInstallationAdded';
  }
  const toRemove = [...expected.removed].filter((id) => !failed.has(id));
  const agrees = toRemove.length === removed.size && toRemove.every((id) => removed.has(id));
  return agrees ? undefined : 'unexpectedInstallationsRemoved';
};
