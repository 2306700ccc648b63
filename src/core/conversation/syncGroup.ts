import { hexToBytes } from '../bytes/hex.ts';
import { readAhead } from './readAhead.ts';
import { type ReceiveResult, receivePage } from './receivePage.ts';
import type { Session } from './session.ts';

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
 * Fetches and processes all that waits in a group's topic; returns the number of new messages. Must not be called in
 * the conversation's turn.
 */
export async function syncGroup(session: Session, groupId: string): Promise<number> {
  const group = await session.groups.load(groupId);
  if (group === undefined || !group.row.body.isActive) return 0;
  const id = hexToBytes(groupId);
  const topic = readAhead(
    (afterCursor, limit) => session.node.queryGroupMessages({ groupId: id, afterCursor, limit }),
    group.head.body.cursor,
  );

  let newMessages = 0;
  try {
    for (;;) {
      const envelopes = await topic.take();
      if (envelopes.length === 0) break;
      const result = await receiveInTurn(session, groupId, envelopes, 'query');
      newMessages += result.newMessages;
      if (result.kind !== 'done') break;
    }
  } finally {
    topic.stop();
  }
  return newMessages;
}
