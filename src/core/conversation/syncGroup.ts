import { hexToBytes } from '../bytes/hex.ts';
import { type ReceiveResult, receivePage } from './receivePage.ts';
import type { Session } from './session.ts';

/** What the network gives at most. */
const pageSize = 100;

/** The key of the turn that guards a group's state. */
export async function turnOf(session: Session, groupId: string): Promise<string> {
  const group = await session.groups.load(groupId);
  const conversationId = group?.row.clear.conversationId ?? '';
  return conversationId === '' ? groupId : conversationId;
}

/** Hands envelopes of one group over in turn. */
export async function receiveInTurn(
  session: Session,
  groupId: string,
  envelopes: Parameters<typeof receivePage>[2],
  source: 'query' | 'stream',
): Promise<ReceiveResult> {
  const turn = await turnOf(session, groupId);
  return await session.queue.run(turn, () => receivePage(session, groupId, envelopes, source));
}

/**
 * Fetches and processes all that waits in a group's topic; returns the number of new messages. The next page is asked
 * for while one is processed. Must not be called in the conversation's turn.
 */
export async function syncGroup(session: Session, groupId: string): Promise<number> {
  const group = await session.groups.load(groupId);
  if (group === undefined || !group.row.body.isActive) return 0;
  const id = hexToBytes(groupId);
  const query = (afterCursor: bigint) =>
    session.node.queryGroupMessages({ groupId: id, afterCursor, limit: pageSize });

  let newMessages = 0;
  let page = await query(group.head.body.cursor);
  while (page.length > 0) {
    const last = page.at(-1);
    const isFull = page.length >= pageSize && last !== undefined;
    const following = isFull ? query(last.id) : Promise.resolve([]);
    // If processing throws first, the page that nobody awaits any more must not become an unhandled rejection.
    following.catch(() => undefined);
    const result = await receiveInTurn(session, groupId, page, 'query');
    newMessages += result.newMessages;
    if (result.kind !== 'done') break;
    page = await following;
  }
  return newMessages;
}
