import type { Random } from '../ports.ts';
import type { FramingFormat } from './framedContent.ts';
import type { GroupState } from './groupState.ts';
import { refuse } from './mlsError.ts';
import type { PendingProposal } from './pendingProposal.ts';
import type { Proposal } from './proposal.ts';
import { proposalReference } from './proposalReference.ts';
import { sealMessage, signContentOf } from './sealMessage.ts';

export interface CreatedProposal {
  /** Same epoch, our handshake ratchet advanced: to be stored before the bytes leave. */
  readonly state: GroupState;
  readonly bytes: Uint8Array;
  /** For storeProposal, once the proposal counts. */
  readonly proposal: PendingProposal;
}

/**
 * A proposal sent by itself (RFC 9420 section 12.1). It does not count for us before storeProposal.
 *
 * @throws Mls.InvalidState when the group is not active
 */
export function createProposal(
  state: GroupState,
  proposal: Proposal,
  random: Random,
  options: { readonly framing?: FramingFormat } = {},
): CreatedProposal {
  if (state.status !== 'active')
    refuse('Mls.InvalidState', state.status, 'The group takes no more proposals.');
  const framing = options.framing ?? 'privateMessage';
  const authenticated = signContentOf(state, { kind: 'proposal', proposal }, framing);
  const sealed = sealMessage(state, authenticated, random);
  return {
    ...sealed,
    proposal: { reference: proposalReference(authenticated), proposal, sender: state.ownLeafIndex },
  };
}
