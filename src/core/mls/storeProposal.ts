import { equalBytes } from '../bytes/bytes.ts';
import type { GroupState } from './groupState.ts';
import { refuse } from './mlsError.ts';
import type { PendingProposal } from './pendingProposal.ts';

/** A member cannot make a group remember more than this between two commits. */
const maximumPending = 1024;

/**
 * Keeps a proposal for the commits of this epoch. It must be of this epoch: received ones come from openMessage on
 * the same epoch, own ones from createProposal. Keeping one twice is the same as once.
 *
 * @throws Mls.InvalidState when there are too many
 */
export function storeProposal(state: GroupState, proposal: PendingProposal): GroupState {
  const { pendingProposals } = state;
  if (pendingProposals.some(({ reference }) => equalBytes(reference, proposal.reference))) return state;
  if (pendingProposals.length >= maximumPending) {
    refuse('Mls.InvalidState', 'tooManyProposals', 'Too many proposals wait for a commit.');
  }
  return { ...state, pendingProposals: [...pendingProposals, proposal] };
}
