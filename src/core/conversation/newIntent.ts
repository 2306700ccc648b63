import type { IntentBody } from '../records.ts';
import { timeKey } from './orderKey.ts';
import type { Session } from './session.ts';

/** The row of an intent; once it is in the store, the lane of its conversation settles it, also after a crash. */
export function newIntent(
  session: Session,
  groupId: string,
  intent: Pick<IntentBody, 'kind' | 'addInboxIds' | 'removeInboxIds' | 'settings'>,
) {
  const order = timeKey(session.uniqueNowNs());
  return {
    key: `${groupId}/${order}`,
    clear: { groupId, order },
    body: { ...intent, createdMs: session.clock.nowMs(), attempts: 0 },
  } as const;
}
