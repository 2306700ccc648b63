import { timeKey } from '../conversation/orderKey.ts';
import type { Database, Stored } from '../ports.ts';
import type { Message, PageQuery } from './client.ts';
import { messageView } from './messageView.ts';

const defaultLimit = 50;
const maxLimit = 500;

/**
 * Rows of a conversation, newest first. The cursor is a time, so messages of one instant always come in one page, which
 * may make it longer than asked for.
 */
async function listMessageRows(
  database: Database,
  conversationId: string,
  query: PageQuery,
): Promise<readonly Stored<'messages'>[]> {
  const limit = pageLimit(query);
  const page = await database.list('messages', {
    index: 'byConversation',
    equals: [conversationId],
    ...(query.beforeNs === undefined ? {} : { before: timeKey(query.beforeNs) }),
    direction: 'descending',
    limit,
  });
  const last = page.at(-1);
  if (last === undefined || page.length < limit) return page;
  const sameInstant = await database.list('messages', {
    index: 'byConversation',
    equals: [conversationId],
    after: timeKey(last.body.sentAtNs),
    before: last.clear.order,
    direction: 'descending',
  });
  return [...page, ...sameInstant];
}

/**
 * The messages of a page that a thread shows. A page of nothing but receipts and the like is passed over: an empty
 * answer is the end of the conversation.
 */
export async function listVisibleMessages(
  database: Database,
  conversationId: string,
  query: PageQuery,
  ownInboxId: string,
): Promise<readonly Message[]> {
  const limit = pageLimit(query);
  const visible: Message[] = [];
  let present = query;
  for (;;) {
    const rows = await listMessageRows(database, conversationId, present);
    for (const row of rows) {
      const view = await messageView(row, ownInboxId);
      if (view !== undefined) visible.push(view);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit || visible.length >= limit) return visible;
    present = { limit, beforeNs: last.body.sentAtNs };
  }
}

/** Rows of conversations, latest activity first, with the same rule for one instant. */
export async function listConversationRows(
  database: Database,
  query: PageQuery,
): Promise<readonly Stored<'conversations'>[]> {
  const limit = pageLimit(query);
  const page = await database.list('conversations', {
    index: 'byActivity',
    ...(query.beforeNs === undefined ? {} : { before: timeKey(query.beforeNs) }),
    direction: 'descending',
    limit,
  });
  const last = page.at(-1);
  if (last === undefined || page.length < limit) return page;
  const known = new Set(page.map(({ key }) => key));
  const sameInstant = await database.list('conversations', {
    index: 'byActivity',
    equals: [last.clear.activity],
  });
  return [...page, ...sameInstant.filter(({ key }) => !known.has(key))];
}

function pageLimit({ limit = defaultLimit }: PageQuery): number {
  return Math.max(1, Math.min(maxLimit, Math.floor(limit)));
}
