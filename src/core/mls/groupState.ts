import type { CipherSuite } from './cipherSuite.ts';
import type { GroupContext } from './groupContext.ts';
import type { EpochSecrets } from './keySchedule.ts';
import type { MessageKeys } from './messageKeys.ts';
import type { PastEpoch } from './pastEpoch.ts';
import type { PendingProposal } from './pendingProposal.ts';
import type { RatchetTree } from './ratchetTree.ts';
import type { TreePrivateKeys } from './treePrivateKeys.ts';

/**
 * What a member knows of a group. A value: every transition returns another one that shares what did not change.
 */
export interface GroupState {
  readonly suite: CipherSuite;
  readonly groupContext: GroupContext;
  readonly ownLeafIndex: number;
  /** 'removed': a commit took us out; 'reInitialized': the group was closed in favour of another. */
  readonly status: GroupStatus;
  /** Received or own proposals of this epoch that no commit has taken up yet, in order of arrival. */
  readonly pendingProposals: readonly PendingProposal[];
  /** Ed25519 seed. */
  readonly signaturePrivateKey: Uint8Array;
  readonly interimTranscriptHash: Uint8Array;
  readonly tree: RatchetTree;
  readonly privateKeys: TreePrivateKeys;
  readonly secrets: EpochSecrets;
  readonly messageKeys: MessageKeys;
  /** Newest first, at most {@link keptPastEpochs}. */
  readonly pastEpochs: readonly PastEpoch[];
}

export type GroupStatus = 'active' | 'removed' | 'reInitialized';

/** libxmtp keeps three: who is further behind has lost the messages between. */
export const keptPastEpochs = 3;
