import { equalBytes } from '../bytes/bytes.ts';
import { isWalletInboxError } from '../errors.ts';
import { credentialIdentity } from '../mls/credential.ts';
import { type Extension, findExtension } from '../mls/extension.ts';
import type { PendingProposal } from '../mls/pendingProposal.ts';
import { isMigrated, readDictionary } from './appData/appDataDictionary.ts';
import { mayUpdate } from './appData/appDataPermissions.ts';
import { appDataUpdateProposalType, decodeAppDataUpdate } from './appData/appDataUpdate.ts';
import { readRegistry } from './appData/componentRegistry.ts';
import { xmtpExtensionTypes } from './constants.ts';
import {
  mutableMetadataBytes,
  readGroupMetadata,
  readMutableMetadata,
  readPolicies,
} from './groupContextExtensions.ts';
import { type GroupLeaf, inboxIdOfCredential } from './groupLeaf.ts';
import { metadataChangesOf } from './metadataChanges.ts';
import { type MutableMetadata, roleOf } from './mutableMetadata.ts';
import { type ActorRole, equalPolicySets, type PolicySet, policyAllows } from './policy.ts';

export type ProposalRefusal =
  | 'malformedContext'
  | 'actorNotMember'
  /** Only context changes may be proposed before they are committed. */
  | 'proposalsNotEnabled'
  | 'denied';

export type ProposalVerdict =
  | { readonly kind: 'valid' }
  | { readonly kind: 'invalid'; readonly reason: ProposalRefusal };

const invalid = (reason: ProposalRefusal): ProposalVerdict => ({ kind: 'invalid', reason });

/**
 * Whether a proposal that came as a message of its own is kept for a later commit. As in libxmtp, which keeps none but
 * GroupContextExtensions in a group that is not migrated; a commit that refers to one that was not kept cannot be applied.
 */
export const validateStandaloneProposal = (params: {
  readonly extensions: readonly Extension[];
  readonly leaves: readonly GroupLeaf[];
  readonly proposal: Pick<PendingProposal, 'proposal' | 'sender'>;
}): ProposalVerdict => {
  const { extensions, leaves } = params;
  const { proposal, sender } = params.proposal;
  try {
    const isInDictionary = isMigrated(extensions);
    if (!isInDictionary && proposal.kind !== 'groupContextExtensions') return invalid('proposalsNotEnabled');
    const inboxId = leaves.find(({ leafIndex }) => leafIndex === sender)?.inboxId;
    if (inboxId === undefined) return invalid('actorNotMember');
    const policies = readPolicies(extensions);
    const { dmMembers } = readGroupMetadata(extensions);
    const metadata = readMutableMetadata(extensions);
    const role = roleOf(metadata, inboxId);
    const isAllowed = isInDictionary
      ? mayProposeMigrated(params, { inboxId, ...role }, metadata, policies, dmMembers)
      : proposal.kind === 'groupContextExtensions' &&
        mayChangeMetadata(extensions, proposal.extensions, metadata, policies, role) &&
        (role.isSuperAdmin || !changesPolicies(policies, proposal.extensions));
    return isAllowed ? { kind: 'valid' } : invalid('denied');
  } catch (error) {
    if (isWalletInboxError(error, 'Codec.Malformed')) return invalid('malformedContext');
    throw error;
  }
};

/** In a migrated group every change is first proposed, then committed. */
const mayProposeMigrated = (
  { extensions, leaves, proposal: { proposal } }: Parameters<typeof validateStandaloneProposal>[0],
  proposer: ActorRole & { readonly inboxId: string },
  metadata: MutableMetadata,
  policies: PolicySet,
  dmMembers: readonly string[] | undefined,
): boolean => {
  switch (proposal.kind) {
    case 'add': {
      const added = inboxIdOfCredential(credentialIdentity(proposal.keyPackage.leafNode.credential));
      if (added === undefined) return false;
      const isDmPeer = dmMembers?.includes(added) === true && added !== proposer.inboxId;
      return isDmPeer || policyAllows(policies.addMember, proposer);
    }
    case 'remove': {
      const removed = leaves.find(({ leafIndex }) => leafIndex === proposal.removed)?.inboxId;
      return (
        removed !== undefined &&
        !metadata.superAdminInboxIds.includes(removed) &&
        policyAllows(policies.removeMember, proposer)
      );
    }
    case 'update':
      return inboxIdOfCredential(credentialIdentity(proposal.leafNode.credential)) === proposer.inboxId;
    case 'groupContextExtensions':
      return !proposal.extensions.some(({ type }) => legacyTypes.includes(type));
    case 'custom': {
      if (proposal.proposalType !== appDataUpdateProposalType) return false;
      const update = decodeAppDataUpdate(proposal.body);
      const stored = readDictionary(extensions).get(update.componentId);
      return mayUpdate(update, proposer, readRegistry(extensions), stored);
    }
    default:
      return false;
  }
};

const legacyTypes: readonly number[] = [
  xmtpExtensionTypes.groupPermissions,
  xmtpExtensionTypes.mutableMetadata,
  xmtpExtensionTypes.groupMembership,
];

const mayChangeMetadata = (
  before: readonly Extension[],
  after: readonly Extension[],
  metadata: MutableMetadata,
  policies: PolicySet,
  role: ActorRole,
): boolean => {
  const proposed = findExtension(after, xmtpExtensionTypes.mutableMetadata);
  if (proposed === undefined) return false;
  if (equalBytes(proposed.data, mutableMetadataBytes(before))) return true;
  const { changes } = metadataChangesOf(metadata, before, after);
  // An attribute without a policy passes here; the commit's own check knows better.
  const mayWrite = changes.fieldChanges.every(({ field }) => {
    const policy = policies.updateMetadata.get(field);
    return policy === undefined || policyAllows(policy, role);
  });
  return (
    mayWrite &&
    (changes.adminsAdded.length === 0 || policyAllows(policies.addAdmin, role)) &&
    (changes.adminsRemoved.length === 0 || policyAllows(policies.removeAdmin, role)) &&
    (changes.superAdminsAdded.length + changes.superAdminsRemoved.length === 0 || role.isSuperAdmin)
  );
};

const changesPolicies = (policies: PolicySet, after: readonly Extension[]): boolean => {
  try {
    return !equalPolicySets(policies, readPolicies(after));
  } catch (error) {
    // Unreadable policies are not a change here either; no commit with them is valid.
    if (isWalletInboxError(error, 'Codec.Malformed')) return false;
    throw error;
  }
};
