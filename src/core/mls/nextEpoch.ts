import type { Extension } from './extension.ts';
import type { AuthenticatedContent } from './framedContent.ts';
import type { GroupContext } from './groupContext.ts';
import type { GroupState } from './groupState.ts';
import { type EpochStart, joinerSecret, startEpoch } from './keySchedule.ts';
import { createMessageKeys } from './messageKeys.ts';
import { rememberEpoch } from './pastEpoch.ts';
import type { RatchetTree } from './ratchetTree.ts';
import { confirmationTag, confirmedTranscriptHash, interimTranscriptHash } from './transcriptHash.ts';
import { treeHash } from './treeHash.ts';
import { type TreePrivateKeys, updatePrivateKeys } from './treePrivateKeys.ts';

/** The context that path secrets are encrypted under: new but for the transcript (RFC 9420 section 12.4.1). */
export function provisionalContext(
  { groupContext }: GroupState,
  tree: RatchetTree,
  extensions: readonly Extension[],
): GroupContext {
  return { ...groupContext, epoch: groupContext.epoch + 1n, treeHash: treeHash(tree), extensions };
}

/** What a commit leads to, as far as it can be computed before its confirmation tag is known. */
export interface EpochDraft {
  readonly context: GroupContext;
  readonly joiner: Uint8Array;
  readonly start: EpochStart;
  readonly confirmationTag: Uint8Array;
}

/** The key schedule of the epoch after a commit (RFC 9420 sections 8 and 12.4). */
export function draftEpoch(
  state: GroupState,
  provisional: GroupContext,
  authenticated: AuthenticatedContent,
  commitSecret: Uint8Array,
  psk: Uint8Array,
): EpochDraft {
  const confirmed = confirmedTranscriptHash(state.interimTranscriptHash, authenticated);
  const context = { ...provisional, confirmedTranscriptHash: confirmed };
  const joiner = joinerSecret(state.secrets.initSecret, commitSecret, context);
  const start = startEpoch(joiner, psk, context);
  return {
    context,
    joiner,
    start,
    confirmationTag: confirmationTag(start.secrets.confirmationKey, confirmed),
  };
}

/** The state of the new epoch; the old one becomes a past epoch of it. */
export function enterEpoch(
  state: GroupState,
  draft: EpochDraft,
  tree: RatchetTree,
  before: TreePrivateKeys,
  fresh: TreePrivateKeys,
  isReInit: boolean,
): GroupState {
  return {
    suite: state.suite,
    groupContext: draft.context,
    ownLeafIndex: state.ownLeafIndex,
    status: isReInit ? 'reInitialized' : 'active',
    pendingProposals: [],
    signaturePrivateKey: state.signaturePrivateKey,
    interimTranscriptHash: interimTranscriptHash(
      draft.context.confirmedTranscriptHash,
      draft.confirmationTag,
    ),
    tree,
    privateKeys: updatePrivateKeys(tree, before, fresh),
    secrets: draft.start.secrets,
    messageKeys: createMessageKeys(tree.leafCount, draft.start.encryptionSecret),
    pastEpochs: rememberEpoch(state),
  };
}
