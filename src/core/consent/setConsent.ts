import { getConversationRow } from '../conversation/openConversation.ts';
import { retryOnConflict } from '../conversation/retryOnConflict.ts';
import type { Session } from '../conversation/session.ts';
import type { Change } from '../ports.ts';
import type { ConversationBody } from '../records.ts';

/**
 * What the person says about a conversation; of a DM it is also said about the peer, so that a second DM group or a
 * later one begins where this one stands.
 */
export async function setConsent(
  session: Session,
  conversation: string,
  state: ConversationBody['consent'],
): Promise<void> {
  const { key } = await getConversationRow(session.database, conversation);
  await session.queue.run(key, () =>
    retryOnConflict(session, key, async () => {
      const row = await getConversationRow(session.database, key);
      const entry = { state, atNs: session.uniqueNowNs() };
      const subjects = [`conversation/${key}`];
      if (row.body.peerInboxId !== undefined) subjects.push(`inbox/${row.body.peerInboxId}`);
      const changes: Change[] = subjects.map((subject) => ({
        kind: 'put',
        table: 'consent',
        record: { key: subject, clear: {}, body: entry },
      }));
      changes.push(
        { kind: 'expect', table: 'conversations', key, revision: row.revision },
        {
          kind: 'put',
          table: 'conversations',
          record: { key, clear: row.clear, body: { ...row.body, consent: state } },
        },
      );
      await session.database.commit(changes);
      session.events.emit({ kind: 'conversation', conversationId: key, isNew: false });
    }),
  );
}
