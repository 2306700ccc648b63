import { getConversationRow } from './openConversation.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Session } from './session.ts';

/** Everything that has arrived in a conversation was seen. */
export async function markRead(session: Session, conversation: string): Promise<void> {
  const { key } = await getConversationRow(session.database, conversation);
  await session.queue.run(key, () =>
    retryOnConflict(session, key, async () => {
      const row = await getConversationRow(session.database, key);
      if (row.body.unreadCount === 0) return;
      await session.database.commit([
        { kind: 'expect', table: 'conversations', key, revision: row.revision },
        {
          kind: 'put',
          table: 'conversations',
          record: { key, clear: row.clear, body: { ...row.body, unreadCount: 0 } },
        },
      ]);
      session.events.emit({ kind: 'conversation', conversationId: key, isNew: false });
    }),
  );
}
