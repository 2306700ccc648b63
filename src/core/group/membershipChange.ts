import { bytesToHex } from '../bytes/hex.ts';
import type { Extension } from '../mls/extension.ts';
import type { Proposal } from '../mls/proposal.ts';
import { membershipUpdate } from './appData/appDataChanges.ts';
import { readMembershipEntries } from './appData/appDataContext.ts';
import { isMigrated } from './appData/appDataDictionary.ts';
import { appDataUpdateProposal } from './appData/appDataUpdate.ts';
import { type PermissionRefusal, refusalOf } from './commitPermissions.ts';
import { maxGroupMembers } from './constants.ts';
import type { FetchedKeyPackage, KeyPackageResult } from './fetchedKeyPackage.ts';
import type { CommitParticipant } from './groupChanges.ts';
import {
  membershipExtension,
  readGroupContext,
  replaceExtension,
  type XmtpGroupContext,
} from './groupContextExtensions.ts';
import type { GroupLeaf } from './groupLeaf.ts';
import { diffGroupMembership, type GroupMembership } from './groupMembership.ts';
import type { IdentityLookup, IdentityRequest } from './identityLookup.ts';
import { installationDiff } from './installationDiff.ts';
import { roleOf } from './mutableMetadata.ts';
import type { OwnInstallation } from './ownInstallation.ts';
import type { WelcomeTarget } from './sealWelcomes.ts';

export type MembershipRefusal =
  | PermissionRefusal
  | 'malformedContext'
  /** An inbox without any identity update: it does not exist. */
  | 'unknownInbox'
  /** A member's identity log is broken. */
  | 'invalidIdentity'
  /** To be removed but not there. */
  | 'notMember'
  | 'groupFull'
  /** A member cannot take its own leaf out of the tree: leaving is asked for by a message. */
  | 'removesSelf'
  /** None of the installations of the added inboxes can be added. */
  | 'noUsableKeyPackage';

/** What remains to be done once the key packages are there. Made by {@link planMembershipChange}. */
export interface MembershipPlan {
  readonly extensions: readonly Extension[];
  readonly leaves: readonly GroupLeaf[];
  readonly before: GroupMembership;
  readonly members: ReadonlyMap<string, bigint>;
  /** Installations (hex) that the identity logs say should go. */
  readonly removed: ReadonlySet<string>;
  /** Whose the installations are that come or go. */
  readonly owners: ReadonlyMap<string, string>;
  readonly ownInboxId: string;
}

export type PlannedMembershipChange =
  | {
      readonly kind: 'plan';
      readonly plan: MembershipPlan;
      readonly fetchKeyPackages: readonly { readonly inboxId: string; readonly installationId: string }[];
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly reason: MembershipRefusal; readonly inboxId?: string }
  | { readonly kind: 'needsIdentity'; readonly requests: readonly IdentityRequest[] };

const refused = (reason: MembershipRefusal, inboxId?: string): PlannedMembershipChange => ({
  kind: 'refused',
  reason,
  ...(inboxId !== undefined && { inboxId }),
});

/**
 * First half of a membership commit: who should be in the group, by the newest identity logs. With nobody to add or remove it brings
 * in new installations of the members and takes revoked ones out.
 *
 * The logs of all members must be fresh; those of members being removed need only be known.
 */
export const planMembershipChange = (params: {
  readonly extensions: readonly Extension[];
  readonly leaves: readonly GroupLeaf[];
  readonly own: Pick<OwnInstallation, 'inboxId' | 'publicKey'>;
  readonly identity: IdentityLookup;
  readonly addInboxIds?: readonly string[];
  readonly removeInboxIds?: readonly string[];
}): PlannedMembershipChange => {
  const { extensions, leaves, own, identity, addInboxIds = [], removeInboxIds = [] } = params;
  const context = readGroupContext(extensions);
  if (context === undefined) return refused('malformedContext');
  const before = context.membership;
  const stranger = removeInboxIds.find((inboxId) => !before.members.has(inboxId));
  if (stranger !== undefined) return refused('notMember', stranger);

  const staying = [...new Set([...before.members.keys(), ...addInboxIds])].filter(
    (inboxId) => !removeInboxIds.includes(inboxId),
  );
  const requests = staying.filter((inboxId) => identity(inboxId)?.isFresh !== true);
  if (requests.length > 0) {
    return {
      kind: 'needsIdentity',
      requests: requests.map((inboxId) => ({ inboxId, sequenceId: 'latest' as const })),
    };
  }
  const members = new Map<string, bigint>();
  for (const inboxId of staying) {
    const newest = identity(inboxId)?.sequenceIds.at(-1);
    if (newest === undefined) return refused('unknownInbox', inboxId);
    const listed = before.members.get(inboxId);
    members.set(inboxId, listed === undefined || newest > listed ? newest : listed);
  }
  if (members.size > maxGroupMembers) return refused('groupFull');

  const after: GroupMembership = { members, failedInstallationIds: before.failedInstallationIds };
  const denied = permissionRefusal(context, own, before, after);
  if (denied !== undefined) return refused(denied);

  const expected = installationDiff(before, after, identity);
  if (expected.kind === 'needsIdentity') return expected;
  if (expected.kind === 'invalid') return refused('invalidIdentity', expected.inboxId);
  const ownId = bytesToHex(own.publicKey);
  if (expected.removed.has(ownId)) return refused('removesSelf');

  const present = new Set(leaves.map(({ installationId }) => installationId));
  const fetchKeyPackages = [...expected.addedByInbox].flatMap(([inboxId, installationIds]) =>
    installationIds
      .filter((installationId) => installationId !== ownId && !present.has(installationId))
      .map((installationId) => ({ inboxId, installationId })),
  );
  const owners = new Map([
    ...leaves.flatMap(({ installationId, inboxId = '' }) => [[installationId, inboxId] as const]),
    ...fetchKeyPackages.map(({ installationId, inboxId }) => [installationId, inboxId] as const),
  ]);
  const plan: MembershipPlan = {
    extensions,
    leaves,
    before,
    members,
    removed: expected.removed,
    owners,
    ownInboxId: own.inboxId,
  };
  return isUnchanged(before, members) ? { kind: 'unchanged' } : { kind: 'plan', plan, fetchKeyPackages };
};

const isUnchanged = (before: GroupMembership, members: ReadonlyMap<string, bigint>): boolean =>
  before.members.size === members.size &&
  [...members].every(([inboxId, sequenceId]) => before.members.get(inboxId) === sequenceId);

const permissionRefusal = (
  context: XmtpGroupContext,
  own: Pick<OwnInstallation, 'inboxId' | 'publicKey'>,
  before: GroupMembership,
  after: GroupMembership,
): PermissionRefusal | undefined => {
  const { metadata, mutableMetadata, policies } = context;
  const actor: CommitParticipant = {
    inboxId: own.inboxId,
    installationId: bytesToHex(own.publicKey),
    ...roleOf(mutableMetadata, own.inboxId),
  };
  const { addedInboxIds, removedInboxIds } = diffGroupMembership(before, after);
  return refusalOf(
    {
      actor,
      addedInboxIds,
      removedInboxIds,
      fieldChanges: [],
      adminsAdded: [],
      adminsRemoved: [],
      superAdminsAdded: [],
      superAdminsRemoved: [],
      superAdminCount: mutableMetadata.superAdminInboxIds.length,
      readdedInstallationIds: [],
      permissionsChanged: false,
      installationsChanged: true,
    },
    {
      policies,
      superAdminInboxIds: mutableMetadata.superAdminInboxIds,
      dmMembers: metadata.dmMembers,
      adderOf: () => actor,
      removerOf: () => actor,
    },
  );
};

export type MembershipCommit =
  | {
      readonly kind: 'commit';
      /** By value, for createCommit. */
      readonly proposals: readonly Proposal[];
      /** Who is sent the commit's welcome once the node has ordered it. */
      readonly welcomeTargets: readonly WelcomeTarget[];
      readonly failedInstallationIds: readonly string[];
      /** Inboxes that were to be added but have no installation that can be. */
      readonly leftOutInboxIds: readonly string[];
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly reason: 'noUsableKeyPackage' };

/** Second half: the proposals. Installations whose key package is missing or refused are left out and listed as failed. */
export const finishMembershipChange = (
  plan: MembershipPlan,
  keyPackages: ReadonlyMap<string, KeyPackageResult>,
): MembershipCommit => {
  const { before, leaves } = plan;
  const usable: FetchedKeyPackage[] = [];
  const refusedIds: string[] = [];
  for (const [installationId, result] of keyPackages) {
    if (result.kind === 'ok') usable.push(result.keyPackage);
    else refusedIds.push(installationId);
  }
  // An inbox without a leaf must not be listed as a member.
  const members = new Map(
    [...plan.members].filter(
      ([inboxId]) => before.members.has(inboxId) || usable.some((one) => one.inboxId === inboxId),
    ),
  );
  const isAdding = [...plan.members.keys()].some((inboxId) => !before.members.has(inboxId));
  if (isAdding && usable.length === 0) return { kind: 'refused', reason: 'noUsableKeyPackage' };
  if (isUnchanged(before, members)) return { kind: 'unchanged' };

  const leavesToRemove = leaves.filter(({ installationId }) => plan.removed.has(installationId));
  const present = new Set(leaves.map(({ installationId }) => installationId));
  for (const { installationId } of usable) present.add(installationId);
  // What should go but has no leaf is named as failed, else nobody would accept that it is not removed. What has a leaf is not
  // failed any more: as long as it is listed, nobody may remove it.
  const missing = [...before.failedInstallationIds, ...refusedIds, ...plan.removed];
  const failedInstallationIds = [...new Set(missing)].filter((id) => !present.has(id)).sort();
  return {
    kind: 'commit',
    proposals: [
      ...usable.map(({ keyPackage }): Proposal => ({ kind: 'add', keyPackage })),
      ...leavesToRemove.map(({ leafIndex }): Proposal => ({ kind: 'remove', removed: leafIndex })),
      membershipProposal(plan, members, failedInstallationIds),
    ],
    welcomeTargets: usable.map(({ welcomeTarget }) => welcomeTarget),
    failedInstallationIds,
    leftOutInboxIds: [...plan.members.keys()].filter((inboxId) => !members.has(inboxId)),
  };
};

/** The new list of members: an extension, or in a migrated group an update of the component that holds it. */
const membershipProposal = (
  { extensions, owners, ownInboxId }: MembershipPlan,
  members: ReadonlyMap<string, bigint>,
  failedInstallationIds: readonly string[],
): Proposal => {
  if (!isMigrated(extensions)) {
    const membership = membershipExtension({ members, failedInstallationIds });
    return { kind: 'groupContextExtensions', extensions: replaceExtension(extensions, membership) };
  }
  const entryOf = new Map(
    [...readMembershipEntries(extensions)].flatMap(([inboxId, entry]) =>
      entry.failedInstallationIds.map((id) => [id, inboxId] as const),
    ),
  );
  return appDataUpdateProposal(
    membershipUpdate(extensions, members, (inboxId) => {
      // Of one that leaves, the entry goes: what it had no leaf for is excused in ours, else nobody accepts the commit.
      const ofInbox = failedInstallationIds.filter((id) => {
        const owner = owners.get(id) ?? entryOf.get(id) ?? '';
        return (members.has(owner) ? owner : ownInboxId) === inboxId;
      });
      return ofInbox;
    }),
  );
};
