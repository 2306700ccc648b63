import type { Session } from './session.ts';
import { newIntent } from './settleIntents.ts';

/**
 * A DM of ours whose first commit was given up (the peer had no usable key package, the node was away too long) gets a
 * new intent each time somebody wants to write in it.
 */
export async function reviveCreation(session: Session, groupId: string): Promise<void> {
  const group = await session.groups.load(groupId);
  const body = group?.row.body;
  if (body?.isCreating !== true || body.peerInboxId === undefined) return;
  const waiting = await session.database.count('intents', { index: 'byGroup', equals: [groupId] });
  if (waiting > 0) return;
  const record = newIntent(session, groupId, {
    kind: 'membership',
    addInboxIds: [body.peerInboxId],
    removeInboxIds: [],
  });
  await session.database.commit([{ kind: 'put', table: 'intents', record }]);
}
