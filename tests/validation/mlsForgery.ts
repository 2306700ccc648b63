import { webRandom } from '../../src/core/crypto/random.ts';
import type { Commit, ProposalOrRef } from '../../src/core/mls/commit.ts';
import { createFreshPath, encryptPath, type FreshPath } from '../../src/core/mls/createUpdatePath.ts';
import type { FramedBody } from '../../src/core/mls/framedContent.ts';
import type { GroupState } from '../../src/core/mls/groupState.ts';
import type { LeafNode } from '../../src/core/mls/leafNode.ts';
import { draftEpoch, provisionalContext } from '../../src/core/mls/nextEpoch.ts';
import { noCommitSecret } from '../../src/core/mls/pathSecret.ts';
import type { Proposal } from '../../src/core/mls/proposal.ts';
import { pskSecret } from '../../src/core/mls/pskSecret.ts';
import type { RatchetTree } from '../../src/core/mls/ratchetTree.ts';
import { RatchetTreeEditor } from '../../src/core/mls/ratchetTreeEditor.ts';
import { sealMessage, signContentOf } from '../../src/core/mls/sealMessage.ts';
import type { UpdatePath } from '../../src/core/mls/updatePath.ts';

/** What a member does who keeps to no rule but knows all secrets. */
export interface Forgery {
  readonly proposals?: readonly Proposal[];
  readonly items?: readonly ProposalOrRef[];
  /** True when absent. */
  readonly path?: boolean;
  readonly leaf?: Partial<LeafNode>;
  readonly changePath?: (path: UpdatePath) => UpdatePath;
  readonly changeTag?: (tag: Uint8Array) => Uint8Array;
}

/** Adds and removes without asking whether they may be; all else leaves the tree alone. */
function applyBlindly(
  tree: RatchetTree,
  proposals: readonly Proposal[],
): { tree: RatchetTree; added: number[] } {
  const editor = new RatchetTreeEditor(tree);
  for (const proposal of proposals) {
    if (proposal.kind === 'remove' && proposal.removed < tree.leafCount) editor.removeLeaf(proposal.removed);
  }
  editor.truncate();
  const added = proposals.flatMap((proposal) =>
    proposal.kind === 'add' ? [editor.addLeaf(proposal.keyPackage.leafNode)] : [],
  );
  return { tree: editor.finish(), added };
}

/** A commit that is framed, encrypted and confirmed as it should be, whatever it holds. */
export function forgeCommit(state: GroupState, forgery: Forgery): Uint8Array {
  const items: readonly ProposalOrRef[] =
    forgery.items ?? (forgery.proposals ?? []).map((proposal) => ({ kind: 'proposal', proposal }));
  const proposals = items.flatMap((item) => (item.kind === 'proposal' ? [item.proposal] : []));
  const applied = applyBlindly(state.tree, proposals);
  const extensions =
    proposals.find((proposal) => proposal.kind === 'groupContextExtensions')?.extensions ??
    state.groupContext.extensions;
  const present = state.tree.leaf(state.ownLeafIndex);
  if (present === undefined) throw new Error('no leaf of our own');
  const path: FreshPath | undefined =
    forgery.path === false || applied.tree.leafCount <= state.ownLeafIndex
      ? undefined
      : createFreshPath(
          state.suite,
          applied.tree,
          state.ownLeafIndex,
          { ...present, ...forgery.leaf },
          state.groupContext.groupId,
          state.signaturePrivateKey,
          webRandom,
        );
  const provisional = provisionalContext(state, path?.tree ?? applied.tree, extensions);
  const encrypted = path && encryptPath(state.suite, path, provisional, applied.added, webRandom);
  const commit: Commit = {
    proposals: items,
    path: encrypted && (forgery.changePath?.(encrypted) ?? encrypted),
  };
  const signed = signContentOf(state, { kind: 'commit', commit }, 'privateMessage');
  const draft = draftEpoch(state, provisional, signed, path?.commitSecret ?? noCommitSecret, pskSecret([]));
  const confirmationTag = forgery.changeTag?.(draft.confirmationTag) ?? draft.confirmationTag;
  return sealMessage(state, { ...signed, auth: { ...signed.auth, confirmationTag } }, webRandom).bytes;
}

/** A message of any body, signed by the key that the state holds. */
export function forgeMessage(
  state: GroupState,
  body: FramedBody,
  format: 'privateMessage' | 'publicMessage' = 'privateMessage',
): Uint8Array {
  const signed = signContentOf(state, body, format);
  const auth = body.kind === 'commit' ? { ...signed.auth, confirmationTag: new Uint8Array(32) } : signed.auth;
  return sealMessage(state, { ...signed, auth }, webRandom).bytes;
}

/** The same bytes with one bit turned. */
export function flipBit(bytes: Uint8Array, at = bytes.length - 1): Uint8Array {
  const changed = bytes.slice();
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
