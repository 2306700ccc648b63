import type { Database } from '../ports.ts';

/** Unread messages by the consent of their conversation. */
export async function countUnread(
  database: Database,
): Promise<{ readonly allowed: number; readonly unknown: number }> {
  let allowed = 0;
  let unknown = 0;
  for (const { body } of await database.list('conversations')) {
    if (body.consent === 'allowed') allowed += body.unreadCount;
    if (body.consent === 'unknown') unknown += body.unreadCount;
  }
  return { allowed, unknown };
}
