import { needsInstallationCheck, needsSelfUpdate } from '../group/rotation.ts';
import { writeGroupState } from './groupStore.ts';
import { makeCommit } from './makeCommit.ts';
import { newIntent } from './newIntent.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Session } from './session.ts';

/**
 * Before we write: are all installations of all members in the tree, and none that was revoked; and have our own keys
 * been replaced since we joined? What is found wanting becomes an intent with its commit, both stored. The caller holds
 * the conversation's turn and calls settleIntents afterwards when the answer is true.
 */
export async function refreshMembership(session: Session, groupId: string): Promise<boolean> {
  return await retryOnConflict(session, groupId, async () => {
    const group = await session.groups.load(groupId);
    if (group === undefined || !group.row.body.isActive || group.row.body.isCreating) return false;
    const nowMs = session.clock.nowMs();
    const lastCheckMs = session.membershipCheckedMs.get(groupId);
    const isDue = needsInstallationCheck({ lastCheckMs, nowMs, isSending: true });
    const { rotatedMs } = group.row.body;
    // Proposals that others left open block application messages until somebody commits them.
    const mustCommit =
      group.state.pendingProposals.length > 0 ||
      needsSelfUpdate(rotatedMs === 0 ? undefined : rotatedMs, nowMs);
    if (!isDue && !mustCommit) return false;
    const waiting = await session.database.count('intents', { index: 'byGroup', equals: [groupId] });
    if (waiting > 0) return true;

    const none = { addInboxIds: [], removeInboxIds: [] };
    let kind: 'membership' | 'selfUpdate' = 'membership';
    let made = isDue ? await makeCommit(session, group, { kind, ...none }) : ({ kind: 'unchanged' } as const);
    if (made.kind !== 'made' && mustCommit) {
      kind = 'selfUpdate';
      made = await makeCommit(session, group, { kind, ...none });
    }
    if (made.kind === 'made') {
      const intent = newIntent(session, groupId, { kind, ...none });
      const write = writeGroupState(group, made.state);
      const body = { ...intent.body, attempts: 1, published: made.published };
      await session.database.commit([
        ...write.changes,
        { kind: 'put', table: 'intents', record: { ...intent, body } },
      ]);
      session.groups.remember(write.after);
    } else if (made.kind === 'refused') {
      session.logger.warn('group.refresh.refused', { groupId, reason: made.reason });
    }
    if (isDue) session.membershipCheckedMs.set(groupId, nowMs);
    return made.kind === 'made';
  });
}
