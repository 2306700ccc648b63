import { newIntent } from './newIntent.ts';
import type { Session } from './session.ts';

/**
 * A group of ours whose first commit was given up (the peer of a DM had no usable key package, the node was away too
 * long) gets a new intent each time somebody wants to write in it. A group begins without the members that it was made for.
 */
export async function reviveCreation(session: Session, groupId: string): Promise<void> {
  const group = await session.groups.load(groupId);
  const body = group?.row.body;
  if (body?.isCreating !== true) return;
  const waiting = await session.database.count('intents', { index: 'byGroup', equals: [groupId] });
  if (waiting > 0) return;
  const record = newIntent(session, groupId, {
    kind: 'membership',
    addInboxIds: body.peerInboxId === undefined ? [] : [body.peerInboxId],
    removeInboxIds: [],
  });
  await session.database.commit([{ kind: 'put', table: 'intents', record }]);
}
