import type { Extension } from '../mls/extension.ts';
import { metadataField } from './constants.ts';
import { readGroupContext, type XmtpGroupContext } from './groupContextExtensions.ts';
import type { GroupLeaf } from './groupLeaf.ts';
import type { GroupMembership } from './groupMembership.ts';
import { emptyIdentityLog, type IdentityLookup, type IdentityRequest } from './identityLookup.ts';
import { asStoredSequenceId, needsFetch } from './installationDiff.ts';
import { checkMinVersion } from './libxmtpVersion.ts';
import { equalRolePolicies } from './policy.ts';
import { dmPolicies } from './policyPresets.ts';

export type WelcomeRefusal =
  | 'malformedContext'
  /** A leaf's inbox is not in the membership, or its installation not in the inbox at the listed update. */
  | 'unexpectedLeaf'
  /** A member's installation is neither in the tree nor listed as failed. */
  | 'missingLeaf'
  | 'unknownIdentityUpdate'
  /** A DM that is not between us and who added us, or that others could be added to. */
  | 'invalidDm'
  /** A sync group is only made by our own installations. */
  | 'foreignSyncGroup';

export type WelcomeVerdict =
  | {
      readonly kind: 'valid';
      readonly context: XmtpGroupContext;
      readonly addedByInboxId: string;
      readonly addedByInstallationId: string;
      /** The version that the group demands, when above ours: join, but follow nothing until upgraded. */
      readonly pausedForVersion?: string;
    }
  | { readonly kind: 'invalid'; readonly reason: WelcomeRefusal }
  | { readonly kind: 'needsIdentity'; readonly requests: readonly IdentityRequest[] };

const invalid = (reason: WelcomeRefusal): WelcomeVerdict => ({ kind: 'invalid', reason });

/**
 * Whether a group that a welcome leads into is what it says: its tree is exactly its members' installations, and a DM is ours.
 * `extensions` and `leaves` are those of the joined state, `adderLeafIndex` the welcome's sender.
 */
export const validateWelcome = (
  params: {
    readonly extensions: readonly Extension[];
    readonly leaves: readonly GroupLeaf[];
    readonly adderLeafIndex: number;
    readonly ownInboxId: string;
  },
  identity: IdentityLookup,
): WelcomeVerdict => {
  const { extensions, leaves, ownInboxId } = params;
  const context = readGroupContext(extensions);
  if (context === undefined) return invalid('malformedContext');
  const adder = leaves.find(({ leafIndex }) => leafIndex === params.adderLeafIndex);
  if (adder?.inboxId === undefined) return invalid('unexpectedLeaf');
  const { conversationType } = context.metadata;
  if (conversationType === 'dm' && !isOurDm(context, ownInboxId, adder.inboxId)) return invalid('invalidDm');
  if (conversationType === 'sync' && adder.inboxId !== ownInboxId) return invalid('foreignSyncGroup');

  const problem = checkTree(context.membership, leaves, identity);
  if (problem !== undefined) return problem;
  const minVersion = context.mutableMetadata.attributes.get(metadataField.minVersion);
  const isPaused = minVersion !== undefined && checkMinVersion(minVersion) === 'tooNew';
  return {
    kind: 'valid',
    context,
    addedByInboxId: adder.inboxId,
    addedByInstallationId: adder.installationId,
    ...(isPaused && { pausedForVersion: minVersion }),
  };
};

/**
 * libxmtp's `validate_dm_group`, with two differences in strictness: it refuses foreign policies only when all five differ, and looks
 * at lists and policies only when another inbox added us. One lenient policy is enough to bring a third person in.
 */
const isOurDm = (context: XmtpGroupContext, ownInboxId: string, adderInboxId: string): boolean => {
  const { metadata, mutableMetadata, policies } = context;
  const { dmMembers } = metadata;
  if (dmMembers === undefined || !dmMembers.includes(ownInboxId)) return false;
  if (adderInboxId === ownInboxId) return true;
  return (
    dmMembers.includes(adderInboxId) &&
    mutableMetadata.adminInboxIds.length === 0 &&
    mutableMetadata.superAdminInboxIds.length === 0 &&
    equalRolePolicies(policies, dmPolicies)
  );
};

const checkTree = (
  membership: GroupMembership,
  leaves: readonly GroupLeaf[],
  identity: IdentityLookup,
): WelcomeVerdict | undefined => {
  const listed = [...membership.members].map(([inboxId, sequenceId]) => ({
    inboxId,
    sequenceId: asStoredSequenceId(sequenceId),
  }));
  const requests = listed.filter(({ inboxId, sequenceId }) => needsFetch(identity(inboxId), sequenceId));
  if (requests.length > 0) return { kind: 'needsIdentity', requests };

  const expected = new Map<string, Set<string>>();
  for (const { inboxId, sequenceId } of listed) {
    const log = identity(inboxId) ?? emptyIdentityLog;
    const installations = log.sequenceIds.includes(sequenceId) ? log.installationsAt(sequenceId) : undefined;
    if (installations === undefined) return invalid('unknownIdentityUpdate');
    expected.set(inboxId, new Set(installations));
  }
  for (const { inboxId, installationId } of leaves) {
    // Each leaf takes its installation away, so that a second leaf of the same one does not pass.
    if (inboxId === undefined || expected.get(inboxId)?.delete(installationId) !== true) {
      return invalid('unexpectedLeaf');
    }
  }
  const failed = new Set(membership.failedInstallationIds);
  const isComplete = [...expected.values()].every((rest) => [...rest].every((id) => failed.has(id)));
  return isComplete ? undefined : invalid('missingLeaf');
};
