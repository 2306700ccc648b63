import { type ConversationDraft, noteRead } from './conversationRow.ts';
import { getConversationRow } from './openConversation.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Session } from './session.ts';

/** Everything that has arrived in a conversation was seen. */
export async function markRead(session: Session, conversation: string): Promise<void> {
  const { key } = await getConversationRow(session.database, conversation);
  await session.queue.run(key, () =>
    retryOnConflict(session, key, async () => {
      const row = await getConversationRow(session.database, key);
      // Then nothing of others stands behind the mark.
      if (row.body.unreadCount === 0 && row.body.readUpToNs !== undefined) return;
      const activityNs = BigInt(row.clear.activity);
      const next: ConversationDraft = { body: row.body, activityNs };
      noteRead(next, activityNs);
      await session.database.commit([
        { kind: 'expect', table: 'conversations', key, revision: row.revision },
        {
          kind: 'put',
          table: 'conversations',
          record: { key, clear: row.clear, body: next.body },
        },
      ]);
      session.events.emit({ kind: 'conversation', conversationId: key, isNew: false });
    }),
  );
}
