import type { Random } from '../ports.ts';
import type { GroupState } from './groupState.ts';
import { refuse } from './mlsError.ts';
import { type SealedMessage, sealMessage, signContentOf } from './sealMessage.ts';

/**
 * Encrypts application data to the group (RFC 9420 section 15).
 *
 * The returned state must be stored before the bytes leave: a generation that is used twice is lost to the readers.
 *
 * @throws Mls.InvalidState while proposals wait for a commit, or when the group is not active
 */
export function createApplicationMessage(state: GroupState, data: Uint8Array, random: Random): SealedMessage {
  if (state.status !== 'active')
    refuse('Mls.InvalidState', state.status, 'The group takes no more messages.');
  if (state.pendingProposals.length > 0) {
    refuse(
      'Mls.InvalidState',
      'pendingProposals',
      'Proposals have to be committed before a message is sent.',
    );
  }
  return sealMessage(state, signContentOf(state, { kind: 'application', data }, 'privateMessage'), random);
}
