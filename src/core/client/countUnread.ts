import { isMutedAt } from '../conversation/conversationRow.ts';
import type { Database } from '../ports.ts';

/** Unread messages by the consent of their conversation; what is muted does not count. */
export async function countUnread(
  database: Database,
  nowMs: number,
): Promise<{ readonly allowed: number; readonly unknown: number }> {
  let allowed = 0;
  let unknown = 0;
  for (const { body } of await database.list('conversations')) {
    if (isMutedAt(body, nowMs)) continue;
    if (body.consent === 'allowed') allowed += body.unreadCount;
    if (body.consent === 'unknown') unknown += body.unreadCount;
  }
  return { allowed, unknown };
}
