import type { Database, Stored } from '../ports.ts';
import type { Conversation } from './client.ts';
import { messageView } from './messageView.ts';

/** Conversations' rows as a person sees them, each with its last line. */
export async function conversationViews(
  database: Database,
  rows: readonly Stored<'conversations'>[],
  ownInboxId: string,
): Promise<readonly Conversation[]> {
  const lastIds = rows.flatMap(({ body }) => (body.lastMessageId === undefined ? [] : [body.lastMessageId]));
  const messages = await database.getMany('messages', lastIds);
  const byId = new Map(messages.flatMap((row) => (row === undefined ? [] : [[row.key, row] as const])));

  return await Promise.all(
    rows.map(async ({ key, clear, body }) => {
      const last = body.lastMessageId === undefined ? undefined : byId.get(body.lastMessageId);
      const lastMessage = last === undefined ? undefined : await messageView(last, ownInboxId);
      return {
        conversationId: key,
        kind: body.kind,
        name: body.name,
        ...(body.peerInboxId === undefined ? {} : { peerInboxId: body.peerInboxId }),
        ...(body.peerAddress === undefined ? {} : { peerAddress: body.peerAddress }),
        memberInboxIds: body.memberInboxIds,
        consent: body.consent,
        isActive: body.isActive,
        unreadCount: body.unreadCount,
        ...(lastMessage === undefined ? {} : { lastMessage }),
        lastActivityNs: BigInt(clear.activity),
        createdAtNs: body.createdAtNs,
        isMuted: false,
        isPinned: false,
        isArchived: false,
        maybeForked: false,
      };
    }),
  );
}
