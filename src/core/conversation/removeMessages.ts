import type { Change, Stored } from '../ports.ts';
import type { ConversationBody, MessageBody } from '../records.ts';
import { type ConversationDraft, noteGone } from './conversationRow.ts';
import { messageTraits } from './messageTraits.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Session } from './session.ts';

const pageSize = 50;

/**
 * Takes messages of one conversation out of the store, as if they had never been here: the unread count and the last line
 * follow. `isDue` looks at each row again, as it is by then. An outbox row of the same id goes with it.
 */
export async function removeMessages(
  session: Session,
  conversationId: string,
  messageIds: readonly string[],
  isDue: (message: MessageBody) => boolean,
): Promise<void> {
  const { database } = session;
  await session.queue.run(conversationId, () =>
    retryOnConflict(session, conversationId, async () => {
      const [found, conversation] = await Promise.all([
        database.getMany('messages', messageIds),
        database.get('conversations', conversationId),
      ]);
      const rows = found.filter((row) => row !== undefined && isDue(row.body)) as Stored<'messages'>[];
      if (rows.length === 0) return;
      const changes: Change[] = rows.flatMap((row): Change[] => [
        { kind: 'expect', table: 'messages', key: row.key, revision: row.revision },
        { kind: 'delete', table: 'messages', key: row.key },
        { kind: 'delete', table: 'outbox', key: row.key },
      ]);
      const body = conversation && (await bodyWithout(session, conversation, rows));
      if (conversation !== undefined && body !== undefined && body !== conversation.body) {
        const { key, clear, revision } = conversation;
        changes.push(
          { kind: 'expect', table: 'conversations', key, revision },
          { kind: 'put', table: 'conversations', record: { key, clear, body } },
        );
      }
      await database.commit(changes);
      for (const { key: messageId, clear } of rows) {
        if (clear.conversationId !== conversationId) continue;
        session.events.emit({ kind: 'messageRemoved', conversationId, messageId });
      }
      if (body !== conversation?.body)
        session.events.emit({ kind: 'conversation', conversationId, isNew: false });
    }),
  );
}

async function bodyWithout(
  session: Session,
  conversation: Stored<'conversations'>,
  rows: readonly Stored<'messages'>[],
): Promise<ConversationBody> {
  const next: ConversationDraft = {
    body: conversation.body,
    activityNs: BigInt(conversation.clear.activity),
  };
  for (const { body } of rows) {
    noteGone(next, body, {
      isOwn: body.senderInboxId === session.account.inboxId,
      countsAsUnread: body.deletion === undefined && isSpoken(body),
    });
  }
  const gone = new Set(rows.map(({ key }) => key));
  const { lastMessageId, ...rest } = next.body;
  if (lastMessageId === undefined || !gone.has(lastMessageId)) return next.body;
  const last = await lastLine(session, conversation, gone);
  return last === undefined ? rest : { ...rest, lastMessageId: last };
}

/** The newest line that a list may show, as {@link noteMessage} would have found it. */
async function lastLine(
  session: Session,
  { key, body: { kind } }: Stored<'conversations'>,
  gone: ReadonlySet<string>,
): Promise<string | undefined> {
  let before: string | undefined;
  for (;;) {
    const rows = await session.database.list('messages', {
      index: 'byConversation',
      equals: [key],
      ...(before === undefined ? {} : { before }),
      direction: 'descending',
      limit: pageSize,
    });
    const line = rows.find((row) => !gone.has(row.key) && showsInList(row.body, kind));
    before = rows.at(-1)?.clear.order;
    if (line !== undefined || rows.length < pageSize) return line?.key;
  }
}

function showsInList(body: MessageBody, kind: ConversationBody['kind']): boolean {
  if (body.kind === 'groupUpdate') return kind === 'group';
  return body.kind === 'content' && (body.deletion !== undefined || isSpoken(body));
}

const isSpoken = ({ content }: MessageBody): boolean => messageTraits(content).isSpoken;
