import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { messageIdOf } from '../group/messageId.ts';
import type { Change, Stored } from '../ports.ts';
import type { MessageBody, OutboxBody, TableRecord } from '../records.ts';
import { annotate, deletedForNow } from './annotate.ts';
import { type ConversationDraft, noteGone, noteMessage } from './conversationRow.ts';
import { isSuperAdmin } from './draftAct.ts';
import { leaveRequestType, messageTraits } from './messageTraits.ts';
import { getConversationRow, writableGroup } from './openConversation.ts';
import { orderKey, timeKey } from './orderKey.ts';
import { readAnnotation } from './readAnnotation.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Session } from './session.ts';
import { threadPlace } from './threadPlace.ts';

/**
 * Stores a message of ours with status 'sending' and puts it into the outbox; nothing leaves yet. What
 * we write in is a conversation that we have accepted. A reaction or deletion is seen at once at the message it is about.
 *
 * @returns the message that is there already, when it was queued before under the same `idempotencyKey`
 */
export async function queueMessage(
  session: Session,
  conversation: string,
  content: Uint8Array,
  options: {
    /** Of a stitched DM, the group that it should go into, if we are still in it. */
    readonly groupId?: string;
    readonly idempotencyKey?: string;
  } = {},
): Promise<TableRecord<'messages'>> {
  const { key: conversationId } = await getConversationRow(session.database, conversation);
  return await session.queue.run(conversationId, () =>
    retryOnConflict(session, conversationId, async () => {
      const row = await getConversationRow(session.database, conversationId);
      const group = await writableGroup(session, conversationId, options.groupId);

      // Behind what is there, whatever our clock says: the node's time replaces this one soon.
      const nowNs = session.uniqueNowNs();
      const lastNs = BigInt(row.clear.activity);
      const sentAtNs = nowNs > lastNs ? nowNs : lastNs + 1n;
      const idempotencyKey = options.idempotencyKey ?? nowNs.toString();
      const id = bytesToHex(messageIdOf({ groupId: hexToBytes(group.key), idempotencyKey, content }));
      const known =
        options.idempotencyKey === undefined ? undefined : await session.database.get('messages', id);
      if (known !== undefined) return known;
      const traits = messageTraits(content);
      const other = traits.isShown
        ? undefined
        : await changeOther(session, conversationId, group.key, content);

      const message: MessageBody = {
        groupId: group.key,
        senderInboxId: session.account.inboxId,
        sentAtNs,
        kind: 'content',
        status: 'sending',
        content,
        ...(other === undefined ? {} : { changedOther: true }),
      };
      const outbox: OutboxBody = {
        content,
        idempotencyKey,
        shouldPush: traits.shouldPush,
        createdMs: session.clock.nowMs(),
        payloads: [],
        state: 'queued',
        attempts: 0,
      };
      const next: ConversationDraft = { body: row.body, activityNs: lastNs };
      // Whoever asks to leave has not accepted the conversation.
      if (row.body.consent === 'unknown' && traits.contentType !== leaveRequestType) {
        next.body = { ...next.body, consent: 'allowed' };
      }
      if (traits.isSpoken && row.body.isArchived === true) next.body = { ...next.body, isArchived: false };
      noteMessage(next, id, message, { isOwn: true, countsAsUnread: false, showsInList: traits.isSpoken });
      if (other !== undefined) noteDeleted(session, next, other);

      const record: TableRecord<'messages'> = {
        key: id,
        clear: {
          conversationId: threadPlace(conversationId, traits.isShown),
          order: orderKey(sentAtNs, undefined),
        },
        body: message,
      };
      const activity = timeKey(next.activityNs);
      await session.database.commit([
        { kind: 'put', table: 'messages', record },
        ...(other === undefined ? [] : changesOf(other)),
        {
          kind: 'put',
          table: 'outbox',
          record: { key: id, clear: { groupId: group.key, order: timeKey(nowNs) }, body: outbox },
        },
        { kind: 'expect', table: 'conversations', key: conversationId, revision: row.revision },
        {
          kind: 'put',
          table: 'conversations',
          record: { key: conversationId, clear: { activity }, body: next.body },
        },
      ]);
      session.events.emit({ kind: 'message', row: record, isNew: true });
      if (other !== undefined) {
        const { key, clear } = other.row;
        session.events.emit({ kind: 'message', row: { key, clear, body: other.body }, isNew: false });
      }
      session.events.emit({ kind: 'conversation', conversationId, isNew: false });
      return record;
    }),
  );
}

interface ChangedOther {
  readonly row: Stored<'messages'>;
  readonly body: MessageBody;
}

/** The message that a content of ours is about, as it is from now on; `undefined` when nothing changes. */
async function changeOther(
  session: Session,
  conversationId: string,
  groupId: string,
  content: Uint8Array,
): Promise<ChangedOther | undefined> {
  const annotation = await readAnnotation(content);
  if (annotation === undefined || annotation.kind === 'receipt') return undefined;
  const row = await session.database.get('messages', annotation.messageId);
  if (row?.clear.conversationId !== conversationId) return undefined;
  const { inboxId } = session.account;
  const group = annotation.kind === 'deletion' ? await session.groups.load(groupId) : undefined;
  const bySuperAdmin = group !== undefined && isSuperAdmin(group.state, inboxId);
  const act = { annotation, groupId, byInboxId: inboxId, bySuperAdmin };
  const body = annotation.kind === 'deletion' ? deletedForNow(row.body, act) : annotate(row.body, act);
  return body === row.body ? undefined : { row, body };
}

function changesOf({ row, body }: ChangedOther): readonly Change[] {
  return [
    { kind: 'expect', table: 'messages', key: row.key, revision: row.revision },
    { kind: 'put', table: 'messages', record: { key: row.key, clear: row.clear, body } },
  ];
}

function noteDeleted(session: Session, next: ConversationDraft, { row, body }: ChangedOther): void {
  if (body.deletion === undefined) return;
  noteGone(next, body, {
    isOwn: body.senderInboxId === session.account.inboxId,
    countsAsUnread: messageTraits(row.body.content).isSpoken,
  });
}
