import { groupLeaves } from '../group/groupLeaf.ts';
import { validateStandaloneProposal } from '../group/standaloneProposal.ts';
import type { GroupState } from '../mls/groupState.ts';
import { listMembers } from '../mls/members.ts';
import type { PendingProposal } from '../mls/pendingProposal.ts';

/** Whether a proposal that came as a message of its own is kept for the commit that refers to it. */
export function acceptsProposal(state: GroupState, proposal: PendingProposal): boolean {
  const verdict = validateStandaloneProposal({
    extensions: state.groupContext.extensions,
    leaves: groupLeaves(listMembers(state)),
    proposal,
  });
  return verdict.kind === 'valid';
}
