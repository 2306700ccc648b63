import type { ErrorCode } from '../errors.ts';
import { isWalletInboxError } from '../errors.ts';
import type { Change } from '../ports.ts';
import type { MessageBody, OutboxBody, TableRecord } from '../records.ts';
import type { Session } from './session.ts';

/** The node has the bytes. Rows that were read back meanwhile are gone already. */
export async function acknowledge(
  session: Session,
  groupId: string,
  messageIds: readonly string[],
): Promise<void> {
  // Losing this to a power cut means that the same bytes are published once more, and seen once.
  await changeRows(session, messageIds, 'relaxed', (outbox, message) => {
    if (outbox.state !== 'encrypted' && outbox.state !== 'acknowledged') return undefined;
    return {
      outbox: { ...outbox, state: 'acknowledged' },
      message: { ...message, status: 'sent' },
    };
  });
  session.logger.debug('outgoing.acknowledged', { groupId, count: messageIds.length });
}

/** A message will not be tried again until a person asks for it. */
export async function failMessages(
  session: Session,
  messageIds: readonly string[],
  reason: ErrorCode,
): Promise<void> {
  await changeRows(session, messageIds, 'strict', (outbox, message) => ({
    outbox: { ...outbox, state: 'failed' },
    message: { ...message, status: 'failed', reason },
  }));
}

/** A failed message goes back into the queue; its ciphertext is used again while its epoch can still be read. */
export async function requeueFailed(session: Session, messageId: string): Promise<boolean> {
  return await changeRows(session, [messageId], 'strict', (outbox, message) => {
    if (outbox.state !== 'failed') return undefined;
    const { reason: _, ...rest } = message;
    return {
      outbox: { ...outbox, state: outbox.ciphertext === undefined ? 'queued' : 'encrypted' },
      message: { ...rest, status: 'sending' },
    };
  });
}

interface RowPair {
  readonly outbox: OutboxBody;
  readonly message: MessageBody;
}

/** Changes outbox and message rows together; whether any was changed. */
async function changeRows(
  session: Session,
  messageIds: readonly string[],
  durability: 'strict' | 'relaxed',
  change: (outbox: OutboxBody, message: MessageBody) => RowPair | undefined,
): Promise<boolean> {
  for (let round = 0; ; round += 1) {
    const [outbox, messages] = await Promise.all([
      session.database.getMany('outbox', messageIds),
      session.database.getMany('messages', messageIds),
    ]);
    const changes: Change[] = [];
    const changed: TableRecord<'messages'>[] = [];
    outbox.forEach((row, index) => {
      const message = messages[index];
      if (row === undefined || message === undefined) return;
      const pair = change(row.body, message.body);
      if (pair === undefined) return;
      const record = { key: message.key, clear: message.clear, body: pair.message };
      changes.push(
        { kind: 'expect', table: 'outbox', key: row.key, revision: row.revision },
        { kind: 'expect', table: 'messages', key: message.key, revision: message.revision },
        { kind: 'put', table: 'outbox', record: { key: row.key, clear: row.clear, body: pair.outbox } },
        { kind: 'put', table: 'messages', record },
      );
      changed.push(record);
    });
    try {
      await session.database.commit(changes, { durability });
    } catch (error) {
      // A read-back was faster: look again, it may have taken the rows away.
      if (!isWalletInboxError(error, 'Storage.Conflict') || round >= 4) throw error;
      continue;
    }
    for (const row of changed) session.events.emit({ kind: 'message', row, isNew: false });
    return changed.length > 0;
  }
}
