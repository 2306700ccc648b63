import type { Random } from '../ports.ts';
import { applyProposals, type ProposalRules } from './applyProposals.ts';
import type { Capabilities } from './capabilities.ts';
import type { Commit } from './commit.ts';
import { committableProposals } from './committableProposals.ts';
import { createFreshPath, encryptPath, type FreshPath } from './createUpdatePath.ts';
import { createWelcome } from './createWelcome.ts';
import type { Extension } from './extension.ts';
import type { FramingFormat } from './framedContent.ts';
import type { GroupState } from './groupState.ts';
import { knownPsks } from './knownPsks.ts';
import {
  leafProblem,
  meetsGroupRequirements,
  speaksLikeGroup,
  supportsContextExtensions,
} from './leafNodeRules.ts';
import { refuse } from './mlsError.ts';
import { draftEpoch, enterEpoch, provisionalContext } from './nextEpoch.ts';
import { noCommitSecret } from './pathSecret.ts';
import type { AppliedProposal, PendingProposal } from './pendingProposal.ts';
import type { PreSharedKey } from './preSharedKeyId.ts';
import type { Proposal } from './proposal.ts';
import { pskSecret, resolvePsks } from './pskSecret.ts';
import type { RatchetTree } from './ratchetTree.ts';
import { sealMessage, signContentOf } from './sealMessage.ts';
import { checkUniqueKeys } from './validateTree.ts';

/** What to commit. */
export interface CommitParams extends ProposalRules {
  /** By value. */
  readonly proposals?: readonly Proposal[];
  /** By reference; when absent, those of the pending ones that committableProposals finds. */
  readonly references?: readonly PendingProposal[];
  /** A path although none is needed. A commit without proposals always has one. */
  readonly forcePath?: boolean;
  /** Changes of our own leaf; they bring a path. */
  readonly leaf?: { readonly capabilities?: Capabilities; readonly extensions?: readonly Extension[] };
  readonly psks?: readonly PreSharedKey[];
  readonly framing?: FramingFormat;
}

export interface CreatedCommit {
  /** The same epoch, our handshake ratchet advanced: to be stored before the bytes leave. */
  readonly state: GroupState;
  /** The bytes of an MLSMessage. */
  readonly commit: Uint8Array;
  /** The next epoch; for mergePendingCommit once the commit's place in the order of messages is known. */
  readonly pending: GroupState;
  /** An MLSMessage for all added members, the ratchet tree inside; undefined when nobody is added. */
  readonly welcome: Uint8Array | undefined;
  readonly proposals: readonly AppliedProposal[];
  readonly hasPath: boolean;
}

/**
 * Commits proposals (RFC 9420 section 12.4.1). The signatures of key packages to add must be verified already.
 *
 * @throws Mls.InvalidCommit when the proposals break a rule together; Mls.InvalidState when the group is not active
 */
export function createCommit(state: GroupState, params: CommitParams, random: Random): CreatedCommit {
  if (state.status !== 'active') refuse('Mls.InvalidState', state.status, 'The group takes no more commits.');
  const references = params.references ?? committableProposals(state, params.customProposals, params.psks);
  const byValue = params.proposals ?? [];
  const proposals: readonly AppliedProposal[] = [
    ...references.map(({ proposal, sender }) => ({ proposal, sender, byReference: true })),
    ...byValue.map((proposal) => ({ proposal, sender: state.ownLeafIndex, byReference: false })),
  ];
  const applied = applyProposals(state, proposals, state.ownLeafIndex, params);
  const addedLeaves = applied.added.map(({ leafIndex }) => leafIndex);

  const path =
    applied.needsPath || params.forcePath === true || params.leaf !== undefined
      ? freshPath(state, applied.tree, applied.extensions, params.leaf ?? {}, random)
      : undefined;
  const tree = path?.tree ?? applied.tree;
  checkUniqueKeys(tree);
  const provisional = provisionalContext(state, tree, applied.extensions);
  const commit: Commit = {
    proposals: [
      ...references.map(({ reference }) => ({ kind: 'reference', reference }) as const),
      ...byValue.map((proposal) => ({ kind: 'proposal', proposal }) as const),
    ],
    path: path && encryptPath(state.suite, path, provisional, addedLeaves, random),
  };

  const psk = pskSecret(resolvePsks(applied.psks, knownPsks(state, params.psks)));
  const signed = signContentOf(state, { kind: 'commit', commit }, params.framing ?? 'privateMessage');
  const draft = draftEpoch(state, provisional, signed, path?.commitSecret ?? noCommitSecret, psk);
  const { confirmationTag } = draft;
  const sealed = sealMessage(state, { ...signed, auth: { ...signed.auth, confirmationTag } }, random);
  const pending = enterEpoch(
    sealed.state,
    draft,
    tree,
    state.privateKeys,
    path?.privateKeys ?? new Map(),
    applied.isReInit,
  );
  return {
    state: sealed.state,
    commit: sealed.bytes,
    pending,
    welcome:
      applied.added.length === 0
        ? undefined
        : createWelcome(pending, draft, applied.added, path, { ids: applied.psks, secret: psk }, random),
    proposals,
    hasPath: path !== undefined,
  };
}

function freshPath(
  state: GroupState,
  tree: RatchetTree,
  extensions: readonly Extension[],
  changes: NonNullable<CommitParams['leaf']>,
  random: Random,
): FreshPath {
  const present = tree.leaf(state.ownLeafIndex);
  if (present === undefined) return refuse('Mls.InvalidState', 'noLeaf', 'We have no leaf in the group.');
  const path = createFreshPath(
    state.suite,
    tree,
    state.ownLeafIndex,
    { ...present, ...changes },
    state.groupContext.groupId,
    state.signaturePrivateKey,
    random,
  );
  const problem = leafProblem(path.leafNode);
  if (
    problem !== undefined ||
    !speaksLikeGroup(path.leafNode, state.groupContext.cipherSuite) ||
    !meetsGroupRequirements(path.leafNode, extensions) ||
    !supportsContextExtensions(path.leafNode, extensions)
  ) {
    refuse('Mls.InvalidCommit', problem ?? 'missingCapability', 'Our leaf does not fit the group.');
  }
  return path;
}
