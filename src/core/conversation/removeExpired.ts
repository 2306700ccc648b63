import { nowNs } from './nowNs.ts';
import { timeKey } from './orderKey.ts';
import { removeMessages } from './removeMessages.ts';
import type { Session } from './session.ts';
import { conversationOfPlace } from './threadPlace.ts';

/** Rows that are looked at in one go. */
const batchSize = 200;

/** Takes every message out of the store whose time is over. */
export async function removeExpired(session: Session): Promise<void> {
  let last: string | undefined;
  for (;;) {
    const now = nowNs(session.clock);
    const due = await session.database.list('messages', {
      index: 'byExpiry',
      before: timeKey(now + 1n),
      limit: batchSize,
    });
    // An index that somebody has changed on the disk must not keep us busy for ever.
    if (due[0] === undefined || due[0].key === last) return;
    last = due[0].key;
    const byConversation = new Map<string, string[]>();
    for (const { key, clear } of due) {
      const conversationId = conversationOfPlace(clear.conversationId);
      byConversation.set(conversationId, [...(byConversation.get(conversationId) ?? []), key]);
    }
    for (const [conversationId, messageIds] of byConversation) {
      await removeMessages(
        session,
        conversationId,
        messageIds,
        ({ expiresAtNs }) => expiresAtNs !== undefined && expiresAtNs <= now,
      );
    }
    if (due.length < batchSize) return;
  }
}

/** When the next message vanishes; `undefined` when none will. */
export async function nextExpiryNs(session: Session): Promise<bigint | undefined> {
  const [next] = await session.database.list('messages', { index: 'byExpiry', limit: 1 });
  return next?.body.expiresAtNs;
}
