import { equalBytes } from '../bytes/bytes.ts';
import type { GroupState } from './groupState.ts';
import { refuse } from './mlsError.ts';
import { rememberEpoch } from './pastEpoch.ts';

/**
 * Makes a commit of ours count, after it came back as the first of its epoch.
 *
 * @param state the present state of the epoch that the commit was made in: its ratchets may have moved since
 * @param pending what createCommit returned
 * @throws Mls.InvalidState when the group is not in that epoch any more
 */
export function mergePendingCommit(state: GroupState, pending: GroupState): GroupState {
  const { groupId, epoch } = state.groupContext;
  if (
    state.status !== 'active' ||
    !equalBytes(groupId, pending.groupContext.groupId) ||
    pending.groupContext.epoch !== epoch + 1n ||
    !equalBytes(state.secrets.resumptionPsk, pending.pastEpochs[0]?.record.resumptionPsk ?? new Uint8Array())
  ) {
    return refuse('Mls.InvalidState', 'staleCommit', 'A commit of ours was made in another epoch.');
  }
  return { ...pending, pastEpochs: rememberEpoch(state) };
}
