import { isWalletInboxError } from '../errors.ts';
import { applyProposals } from './applyProposals.ts';
import type { CustomProposalHandler } from './customProposal.ts';
import type { GroupState } from './groupState.ts';
import { knownPsks } from './knownPsks.ts';
import type { PendingProposal } from './pendingProposal.ts';
import type { PreSharedKey } from './preSharedKeyId.ts';
import { resolvePsks } from './pskSecret.ts';
import { checkUniqueKeys } from './validateTree.ts';

/**
 * The pending proposals that we may commit together (RFC 9420 section 12.2), in their order. A Remove wins over an
 * Update of the same leaf, a later Update over an earlier one; what breaks a rule by itself is left out, so that a
 * member who proposes nonsense cannot keep the others from committing.
 */
export function committableProposals(
  state: GroupState,
  customProposals: readonly CustomProposalHandler[] = [],
  psks: readonly PreSharedKey[] = [],
): readonly PendingProposal[] {
  const { pendingProposals } = state;
  const isValid = (list: readonly PendingProposal[]): boolean => {
    const applied = list.map(({ proposal, sender }) => ({ proposal, sender, byReference: true }));
    try {
      const outcome = applyProposals(state, applied, state.ownLeafIndex, { customProposals });
      checkUniqueKeys(outcome.tree);
      resolvePsks(outcome.psks, knownPsks(state, psks));
      return true;
    } catch (error) {
      if (!isWalletInboxError(error)) throw error;
      return false;
    }
  };
  if (isValid(pendingProposals)) return pendingProposals;
  const chosen: PendingProposal[] = [];
  for (const pending of byPrecedence(pendingProposals)) {
    if (chosen.length >= maximumSorted) break;
    if (isValid([...chosen, pending])) chosen.push(pending);
  }
  return pendingProposals.filter((pending) => chosen.includes(pending));
}

/** Sorting out is quadratic; who has to be sorted out of more than this waits for the next commit. */
const maximumSorted = 64;

/** What should win a conflict comes first: Removes, then the rest with the newest Update of a leaf before older ones. */
function byPrecedence(pending: readonly PendingProposal[]): PendingProposal[] {
  const ofKind = (kind: 'remove' | 'update') => pending.filter(({ proposal }) => proposal.kind === kind);
  const rest = pending.filter(({ proposal }) => proposal.kind !== 'remove' && proposal.kind !== 'update');
  return [...ofKind('remove'), ...ofKind('update').reverse(), ...rest];
}
