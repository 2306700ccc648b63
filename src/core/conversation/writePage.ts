import type { Change, Stored } from '../ports.ts';
import type { TableRecord } from '../records.ts';
import { annotatePage } from './annotatePage.ts';
import { conversationChanges } from './conversationChanges.ts';
import { writeGroup } from './groupStore.ts';
import { orderKey, timeKey } from './orderKey.ts';
import { type DraftedMessage, draftGroupIdHex, type PageDraft } from './pageDraft.ts';
import type { Session } from './session.ts';
import { threadPlace } from './threadPlace.ts';

/** Commits what a page came to, tells of it, and returns the number of new messages of others. */
export async function writePage(session: Session, draft: PageDraft): Promise<number> {
  const { group } = draft;
  const isUntouched = draft.cursor === group.head.body.cursor && draft.body === group.row.body;
  if (isUntouched) return 0;

  const { conversationId } = group.row.clear;
  const [rows, conversation] = await Promise.all([
    session.database.getMany('messages', [...draft.messages.keys()]),
    conversationId === '' ? undefined : session.database.get('conversations', conversationId),
  ]);
  const stored = new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.key, row] as const])));
  const drafted = [...draft.messages.values()].filter((message) => isWorthWriting(message, stored));
  const annotated = await annotatePage(session, draft, conversationId, drafted, stored);
  const { messages } = annotated;

  let lastMessageNs = draft.body.lastMessageNs;
  for (const { body } of messages) {
    if (body.kind === 'content' && body.sentAtNs > lastMessageNs) lastMessageNs = body.sentAtNs;
  }
  const body = lastMessageNs === draft.body.lastMessageNs ? draft.body : { ...draft.body, lastMessageNs };

  const write = writeGroup(group, {
    body,
    clear: group.row.clear,
    cursor: draft.cursor,
    lastFailure: draft.lastFailure,
    state: draft.state,
  });
  const told = messages.map((message) => ({ row: messageRow(message, conversationId), message }));
  const changes: Change[] = [
    ...write.changes,
    ...told.map(({ row }): Change => ({ kind: 'put', table: 'messages', record: row })),
    ...annotated.changes,
  ];
  if (conversation !== undefined) {
    const ofGroup = { ...draft, body };
    changes.push(...(await conversationChanges(session, ofGroup, conversation, annotated)));
  }
  changes.push(...outgoingChanges(draft));

  await session.database.commit(changes);
  session.groups.remember(write.after);

  for (const { row, message } of told) {
    const isNew = message.origin === 'received' && message.body.deletion === undefined;
    session.events.emit({ kind: 'message', row, isNew });
  }
  for (const { row, body } of annotated.changed) {
    session.events.emit({ kind: 'message', row: { key: row.key, clear: row.clear, body }, isNew: false });
  }
  if (conversation !== undefined) session.events.emit({ kind: 'conversation', conversationId, isNew: false });
  if (body.isActive !== group.row.body.isActive) session.events.emit({ kind: 'groups' });
  if (hasWork(draft)) session.events.emit({ kind: 'outgoing', conversationId });
  return messages.filter((message) => message.origin === 'received' && message.body.kind === 'content')
    .length;
}

/** Welcomes to send, a message to encrypt again, a commit to make again. */
function hasWork(draft: PageDraft): boolean {
  return (
    draft.pendingWelcomes.length > 0 ||
    draft.newIntents.length > 0 ||
    [...draft.outboxWrites.values()].some((body) => body !== undefined) ||
    [...draft.intentWrites.values()].some((body) => body !== undefined)
  );
}

/** A message id that the store has is the same message again, unless it is our own that comes back. */
function isWorthWriting(message: DraftedMessage, stored: ReadonlyMap<string, Stored<'messages'>>): boolean {
  return message.origin !== 'received' || !stored.has(message.messageId);
}

function messageRow(
  { messageId, body, isShown }: DraftedMessage,
  conversationId: string,
): TableRecord<'messages'> {
  return {
    key: messageId,
    clear: {
      conversationId: threadPlace(conversationId, isShown),
      order: orderKey(body.sentAtNs, body.envelopeId),
      ...(body.expiresAtNs === undefined ? {} : { expiresAt: timeKey(body.expiresAtNs) }),
    },
    body,
  };
}

function outgoingChanges(draft: PageDraft): Change[] {
  const groupId = draftGroupIdHex(draft);
  const changes: Change[] = [];
  for (const row of draft.outbox) {
    if (!draft.outboxWrites.has(row.key)) continue;
    const { key, clear } = row;
    const body = draft.outboxWrites.get(key);
    // The sender of this row works outside the conversation's turn: it may have just touched it.
    changes.push({ kind: 'expect', table: 'outbox', key, revision: row.revision });
    if (body === undefined) changes.push({ kind: 'delete', table: 'outbox', key });
    else changes.push({ kind: 'put', table: 'outbox', record: { key, clear, body } });
  }
  for (const row of draft.intents) {
    if (!draft.intentWrites.has(row.key)) continue;
    const { key, clear } = row;
    const body = draft.intentWrites.get(key);
    changes.push({ kind: 'expect', table: 'intents', key, revision: row.revision });
    if (body === undefined) changes.push({ kind: 'delete', table: 'intents', key });
    else changes.push({ kind: 'put', table: 'intents', record: { key, clear, body } });
  }
  for (const record of draft.newIntents) changes.push({ kind: 'put', table: 'intents', record });
  for (const body of draft.pendingWelcomes) {
    const key = `${groupId}/${timeKey(body.messageCursor)}`;
    changes.push({ kind: 'put', table: 'pendingWelcomes', record: { key, clear: {}, body } });
  }
  return changes;
}
