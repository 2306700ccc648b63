import { equalBytes } from '../bytes/bytes.ts';
import { applyProposals, type ProposalRules, type ProposalsOutcome } from './applyProposals.ts';
import { applyUpdatePath, decryptPath } from './applyUpdatePath.ts';
import type { Commit } from './commit.ts';
import type { GroupState } from './groupState.ts';
import { knownPsks } from './knownPsks.ts';
import { leafSignatureCheck } from './leafNode.ts';
import {
  leafProblem,
  meetsGroupRequirements,
  shareCredentialTypes,
  speaksLikeGroup,
  supportsContextExtensions,
} from './leafNodeRules.ts';
import { refuse } from './mlsError.ts';
import { draftEpoch, enterEpoch, provisionalContext } from './nextEpoch.ts';
import type { AuthenticatedCommit } from './openMessage.ts';
import { noCommitSecret } from './pathSecret.ts';
import type { AppliedProposal, PendingProposal } from './pendingProposal.ts';
import type { PreSharedKey } from './preSharedKeyId.ts';
import { pskSecret, resolvePsks } from './pskSecret.ts';
import type { RatchetTree } from './ratchetTree.ts';
import { leafToNode } from './treeMath.ts';
import type { TreePrivateKeys } from './treePrivateKeys.ts';
import { Unverified } from './unverified.ts';
import type { UpdatePath } from './updatePath.ts';
import { checkUniqueKeys } from './validateTree.ts';

/** What a commit does to the group. */
export interface CommitOutcome {
  readonly kind: 'applied' | 'removedSelf';
  /** The next epoch; for 'removedSelf' the old one with status 'removed'. */
  readonly state: GroupState;
  /** Leaf index. */
  readonly committer: number;
  readonly proposals: readonly AppliedProposal[];
  readonly hasPath: boolean;
  /** Leaf indexes in the new tree. */
  readonly addedLeaves: readonly number[];
  /** Leaf indexes in the old tree. */
  readonly removedLeaves: readonly number[];
}

const invalid = (reason: string): never =>
  refuse('Mls.InvalidCommit', reason, 'A commit breaks a rule of MLS.');

/**
 * Applies a commit of another member (RFC 9420 section 12.4.2). The outcome may be dropped: `state` stays as it is.
 *
 * @param options.psks pre-shared keys of the application
 * @returns readable once the signatures of the leaves that came in are verified
 * @throws Mls.InvalidCommit, Mls.InvalidMessage, Mls.InvalidTree, Mls.InvalidState, Codec.Malformed, Crypto.*
 */
export function processCommit(
  state: GroupState,
  commit: AuthenticatedCommit,
  options: ProposalRules & { readonly psks?: readonly PreSharedKey[] } = {},
): Unverified<CommitOutcome> {
  const { committer, authenticated } = commit;
  const { body } = authenticated.content;
  if (state.status !== 'active') refuse('Mls.InvalidState', state.status, 'The group takes no more commits.');
  if (body.kind !== 'commit' || authenticated.content.epoch !== state.groupContext.epoch) {
    return refuse('Mls.InvalidState', 'wrongEpoch', 'A commit is not for the epoch of the group.');
  }
  if (committer === state.ownLeafIndex) {
    return refuse('Mls.InvalidState', 'ownCommit', 'Our own commit is merged, not processed.');
  }
  const { path } = body.commit;
  const proposals = resolveProposals(state.pendingProposals, body.commit, committer);
  const applied = applyProposals(state, proposals, committer, options);
  if (applied.needsPath && path === undefined) invalid('missingPath');

  const outcome = {
    committer,
    proposals,
    hasPath: path !== undefined,
    addedLeaves: applied.added.map(({ leafIndex }) => leafIndex),
    removedLeaves: applied.removedLeaves,
  };
  if (applied.removedLeaves.includes(state.ownLeafIndex)) {
    // The secrets of the next epoch are not for us, so nothing below can be checked.
    const removed: GroupState = { ...state, status: 'removed', pendingProposals: [] };
    return new Unverified<CommitOutcome>({ ...outcome, kind: 'removedSelf', state: removed }, applied.checks);
  }

  const merged =
    path === undefined ? { tree: applied.tree, checks: [] } : mergeReceived(state, applied, committer, path);
  const { tree } = merged;
  checkUniqueKeys(tree);
  const provisional = provisionalContext(state, tree, applied.extensions);
  const ownKeys = withOwnUpdate(state, proposals);
  const secrets =
    path === undefined
      ? { privateKeys: new Map<number, Uint8Array>(), commitSecret: noCommitSecret }
      : decryptPath(
          state.suite,
          tree,
          committer,
          path,
          { leafIndex: state.ownLeafIndex, privateKeys: ownKeys },
          provisional,
          outcome.addedLeaves,
        );
  const psk = pskSecret(resolvePsks(applied.psks, knownPsks(state, options.psks)));
  const draft = draftEpoch(state, provisional, authenticated, secrets.commitSecret, psk);
  const tag = authenticated.auth.confirmationTag;
  if (tag === undefined || !equalBytes(tag, draft.confirmationTag)) invalid('badConfirmationTag');
  const next = enterEpoch(state, draft, tree, ownKeys, secrets.privateKeys, applied.isReInit);
  return new Unverified<CommitOutcome>({ ...outcome, kind: 'applied', state: next }, [
    ...applied.checks,
    ...merged.checks,
  ]);
}

function resolveProposals(
  pending: readonly PendingProposal[],
  commit: Commit,
  committer: number,
): readonly AppliedProposal[] {
  const used = new Set<PendingProposal>();
  return commit.proposals.map((item) => {
    if (item.kind === 'proposal') return { proposal: item.proposal, sender: committer, byReference: false };
    const found = pending.find(({ reference }) => equalBytes(reference, item.reference));
    if (found === undefined) return invalid('unknownProposal');
    if (used.has(found)) return invalid('proposalTwice');
    used.add(found);
    return { proposal: found.proposal, sender: found.sender, byReference: true };
  });
}

/** Validates the committer's new leaf and merges its path (section 12.4.2). */
function mergeReceived(state: GroupState, applied: ProposalsOutcome, committer: number, path: UpdatePath) {
  const { leafNode } = path;
  const problem = leafProblem(leafNode);
  if (problem !== undefined) invalid(problem);
  if (
    !speaksLikeGroup(leafNode, state.groupContext.cipherSuite) ||
    !meetsGroupRequirements(leafNode, applied.extensions) ||
    !supportsContextExtensions(leafNode, applied.extensions)
  ) {
    invalid('missingCapability');
  }
  const tree: RatchetTree = applyUpdatePath(applied.tree, committer, path);
  if (!shareCredentialTypes(tree.leaves.filter((leaf) => leaf !== undefined)))
    invalid('credentialNotSupported');
  const { groupId } = state.groupContext;
  return { tree, checks: [leafSignatureCheck(leafNode, { groupId, leafIndex: committer })] };
}

/** Our private keys, with that of an Update of ours if the commit takes it up. */
function withOwnUpdate(state: GroupState, proposals: readonly AppliedProposal[]): TreePrivateKeys {
  const own = proposals.find(
    ({ proposal, sender }) => proposal.kind === 'update' && sender === state.ownLeafIndex,
  );
  if (own === undefined) return state.privateKeys;
  const key = state.pendingProposals.find(({ proposal }) => proposal === own.proposal)?.encryptionPrivateKey;
  if (key === undefined)
    return refuse('Mls.InvalidState', 'lostUpdate', 'The key of an update of ours is gone.');
  return new Map(state.privateKeys).set(leafToNode(state.ownLeafIndex), key);
}
