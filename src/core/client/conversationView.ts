import { isMutedAt } from '../conversation/conversationRow.ts';
import { nowNs } from '../conversation/nowNs.ts';
import { checkMinVersion } from '../group/libxmtpVersion.ts';
import type { Stored } from '../ports.ts';
import type { ConversationBody } from '../records.ts';
import type { Conversation } from './client.ts';
import { messageView } from './messageView.ts';
import type { ViewContext } from './messageViews.ts';

/** Conversations' rows as a person sees them, each with its last line. */
export async function conversationViews(
  { database, clock, account }: ViewContext,
  rows: readonly Stored<'conversations'>[],
): Promise<readonly Conversation[]> {
  const now = nowNs(clock);
  const lastIds = rows.flatMap(({ body }) => (body.lastMessageId === undefined ? [] : [body.lastMessageId]));
  const messages = await database.getMany('messages', lastIds);
  const byId = new Map(messages.flatMap((row) => (row === undefined ? [] : [[row.key, row] as const])));

  return await Promise.all(
    rows.map(async ({ key, clear, body }) => {
      const last = body.lastMessageId === undefined ? undefined : byId.get(body.lastMessageId);
      const lastMessage = last === undefined ? undefined : await messageView(last, account.inboxId, now);
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
        ...preferencesView(body, clock.nowMs()),
        ...readingView(body),
        ...groupView(body),
      };
    }),
  );
}

function preferencesView(body: ConversationBody, nowMs: number) {
  const { mutedUntilMs } = body;
  return {
    isMuted: isMutedAt(body, nowMs),
    ...(mutedUntilMs === undefined || mutedUntilMs <= nowMs ? {} : { mutedUntilMs }),
    isPinned: body.isPinned ?? false,
    isArchived: body.isArchived ?? false,
    ...(body.draft === undefined ? {} : { draft: body.draft }),
  };
}

function readingView({ readUpToNs, peerReadNs }: ConversationBody) {
  return {
    ...(readUpToNs === undefined ? {} : { readUpToNs }),
    ...(peerReadNs === undefined ? {} : { peerReadNs }),
  };
}

function groupView({ addedByInboxId, pausedForVersion, maybeForked, disappearing }: ConversationBody) {
  const isPaused = pausedForVersion !== undefined && checkMinVersion(pausedForVersion) === 'tooNew';
  return {
    ...(addedByInboxId === undefined ? {} : { addedByInboxId }),
    ...(isPaused ? { pausedForVersion } : {}),
    maybeForked: maybeForked ?? false,
    ...(disappearing === undefined ? {} : { disappearing }),
  };
}
