import { equalBytes } from '../bytes/bytes.ts';
import { isWalletInboxError } from '../errors.ts';
import { type Extension, findExtension } from '../mls/extension.ts';
import type { PendingProposal } from '../mls/pendingProposal.ts';
import { xmtpExtensionTypes } from './constants.ts';
import {
  mutableMetadataBytes,
  readGroupMetadata,
  readMutableMetadata,
  readPolicies,
} from './groupContextExtensions.ts';
import type { GroupLeaf } from './groupLeaf.ts';
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
  if (proposal.kind !== 'groupContextExtensions') return invalid('proposalsNotEnabled');
  const inboxId = leaves.find(({ leafIndex }) => leafIndex === sender)?.inboxId;
  if (inboxId === undefined) return invalid('actorNotMember');
  try {
    const policies = readPolicies(extensions);
    readGroupMetadata(extensions);
    const metadata = readMutableMetadata(extensions);
    const role = roleOf(metadata, inboxId);
    const isAllowed =
      mayChangeMetadata(extensions, proposal.extensions, metadata, policies, role) &&
      (role.isSuperAdmin || !changesPolicies(policies, proposal.extensions));
    return isAllowed ? { kind: 'valid' } : invalid('denied');
  } catch (error) {
    if (isWalletInboxError(error, 'Codec.Malformed')) return invalid('malformedContext');
    throw error;
  }
};

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
