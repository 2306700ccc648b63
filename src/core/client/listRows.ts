import { timeKey } from '../conversation/orderKey.ts';
import type { Database, Stored } from '../ports.ts';
import type { Message, MessageQuery, PageQuery } from './client.ts';
import { messageViews, type ViewContext } from './messageViews.ts';

const defaultLimit = 50;
const maxLimit = 500;

/**
 * Rows of a conversation: newest first, or oldest first when only `afterNs` is given. The cursor is a time, so messages
 * of one instant always come in one page, which may make it longer than asked for.
 */
async function listMessageRows(
  database: Database,
  conversationId: string,
  query: MessageQuery,
): Promise<readonly Stored<'messages'>[]> {
  const limit = pageLimit(query);
  const isAscending = readsUpwards(query);
  const ofConversation = {
    index: 'byConversation',
    equals: [conversationId],
    direction: isAscending ? 'ascending' : 'descending',
  } as const;
  const page = await database.list('messages', {
    ...ofConversation,
    ...(query.beforeNs === undefined ? {} : { before: timeKey(query.beforeNs) }),
    ...(query.afterNs === undefined ? {} : { after: timeKey(query.afterNs + 1n) }),
    limit,
  });
  const last = page.at(-1);
  if (last === undefined || page.length < limit) return page;
  const { sentAtNs } = last.body;
  const sameInstant = await database.list('messages', {
    ...ofConversation,
    ...(isAscending
      ? { after: last.clear.order, before: timeKey(sentAtNs + 1n) }
      : { after: timeKey(sentAtNs), before: last.clear.order }),
  });
  return [...page, ...sameInstant];
}

/**
 * The messages of a page that a thread shows, newest first. A page of nothing but receipts and the like is passed over:
 * an empty answer is the end of the conversation.
 */
export async function listVisibleMessages(
  context: ViewContext,
  conversationId: string,
  query: MessageQuery,
): Promise<readonly Message[]> {
  const limit = pageLimit(query);
  const isAscending = readsUpwards(query);
  const visible: Message[] = [];
  let present = query;
  for (;;) {
    const rows = await listMessageRows(context.database, conversationId, present);
    visible.push(...(await messageViews(context, rows)));
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit || visible.length >= limit) {
      return isAscending ? visible.reverse() : visible;
    }
    const cursor = isAscending ? { afterNs: last.body.sentAtNs } : { beforeNs: last.body.sentAtNs };
    present = { ...query, ...cursor };
  }
}

/** Whether the page lies next to what is newer than it, not next to what is older. */
const readsUpwards = ({ afterNs, beforeNs }: MessageQuery): boolean =>
  afterNs !== undefined && beforeNs === undefined;

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
