import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { messageIdOf } from '../group/messageId.ts';
import type { MessageBody, OutboxBody, TableRecord } from '../records.ts';
import { type ConversationDraft, noteMessage } from './conversationRow.ts';
import { leaveRequestType, messageTraits } from './messageTraits.ts';
import { getConversationRow, writableGroup } from './openConversation.ts';
import { orderKey, timeKey } from './orderKey.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Session } from './session.ts';

/**
 * Stores a message of ours with status 'sending' and puts it into the outbox; nothing leaves yet. What
 * we write in is a conversation that we have accepted.
 */
export async function queueMessage(
  session: Session,
  conversation: string,
  content: Uint8Array,
): Promise<TableRecord<'messages'>> {
  const { key: conversationId } = await getConversationRow(session.database, conversation);
  return await session.queue.run(conversationId, () =>
    retryOnConflict(session, conversationId, async () => {
      const row = await getConversationRow(session.database, conversationId);
      const group = await writableGroup(session, conversationId);

      // Behind what is there, whatever our clock says: the node's time replaces this one soon.
      const nowNs = session.uniqueNowNs();
      const lastNs = BigInt(row.clear.activity);
      const sentAtNs = nowNs > lastNs ? nowNs : lastNs + 1n;
      const idempotencyKey = nowNs.toString();
      const id = bytesToHex(messageIdOf({ groupId: hexToBytes(group.key), idempotencyKey, content }));
      const traits = messageTraits(content);

      const message: MessageBody = {
        groupId: group.key,
        senderInboxId: session.account.inboxId,
        sentAtNs,
        kind: 'content',
        status: 'sending',
        content,
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
      // Whoever asks to leave has not accepted the conversation.
      const isAcceptance = row.body.consent === 'unknown' && traits.contentType !== leaveRequestType;
      const next: ConversationDraft = {
        body: { ...row.body, consent: isAcceptance ? 'allowed' : row.body.consent },
        activityNs: lastNs,
      };
      noteMessage(next, id, message, { isOwn: true, countsAsUnread: false, showsInList: traits.isSpoken });

      const record: TableRecord<'messages'> = {
        key: id,
        clear: { conversationId, order: orderKey(sentAtNs, undefined) },
        body: message,
      };
      const activity = timeKey(next.activityNs);
      await session.database.commit([
        { kind: 'put', table: 'messages', record },
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
      session.events.emit({ kind: 'conversation', conversationId, isNew: false });
      return record;
    }),
  );
}
