import type { ErrorCode } from '../errors.ts';
import { isWalletInboxError } from '../errors.ts';
import type { Change, Stored } from '../ports.ts';
import type { AnnotationBody, MessageBody, OutboxBody, TableRecord } from '../records.ts';
import { annotate, withoutPendingDeletion } from './annotate.ts';
import { readAnnotation } from './readAnnotation.ts';
import type { Session } from './session.ts';
import { conversationOfPlace } from './threadPlace.ts';

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

/**
 * A message will not be tried again until a person asks for it. One without a line of its own nobody can ask for: it is
 * forgotten, and what it did to another message is undone.
 */
export async function failMessages(
  session: Session,
  messageIds: readonly string[],
  reason: ErrorCode,
): Promise<void> {
  await changeRows(session, messageIds, 'strict', (outbox, message, isShown) => {
    if (!isShown) return 'forget';
    return {
      outbox: { ...outbox, state: 'failed' },
      message: { ...message, status: 'failed', reason },
    };
  });
}

/** A failed message goes back into the queue; its ciphertext is used again while its epoch can still be read. */
export async function requeueFailed(session: Session, messageId: string): Promise<boolean> {
  return await changeRows(session, [messageId], 'strict', (outbox, message) => {
    // Deleted for everyone in the meantime, from another device of ours: sending it would bring it back.
    if (outbox.state !== 'failed' || message.deletion !== undefined) return undefined;
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

/** Changes or forgets outbox and message rows together; whether any was. */
async function changeRows(
  session: Session,
  messageIds: readonly string[],
  durability: 'strict' | 'relaxed',
  change: (outbox: OutboxBody, message: MessageBody, isShown: boolean) => RowPair | 'forget' | undefined,
): Promise<boolean> {
  for (let round = 0; ; round += 1) {
    const [outbox, messages] = await Promise.all([
      session.database.getMany('outbox', messageIds),
      session.database.getMany('messages', messageIds),
    ]);
    const changes: Change[] = [];
    const changed = new Map<string, TableRecord<'messages'>>();
    const forgotten: Stored<'messages'>[] = [];
    outbox.forEach((row, index) => {
      const message = messages[index];
      if (row === undefined || message === undefined) return;
      const isShown = message.clear.conversationId === conversationOfPlace(message.clear.conversationId);
      const pair = change(row.body, message.body, isShown);
      if (pair === undefined) return;
      changes.push(
        { kind: 'expect', table: 'outbox', key: row.key, revision: row.revision },
        { kind: 'expect', table: 'messages', key: message.key, revision: message.revision },
      );
      if (pair === 'forget') {
        forgotten.push(message);
        changes.push(
          { kind: 'delete', table: 'outbox', key: row.key },
          { kind: 'delete', table: 'messages', key: message.key },
        );
        return;
      }
      changed.set(message.key, { key: message.key, clear: message.clear, body: pair.message });
      const record = { key: row.key, clear: row.clear, body: pair.outbox };
      changes.push({ kind: 'put', table: 'outbox', record });
    });
    for (const { key, revision } of await undo(session, forgotten, changed)) {
      changes.push({ kind: 'expect', table: 'messages', key, revision });
    }
    for (const record of changed.values()) changes.push({ kind: 'put', table: 'messages', record });
    try {
      await session.database.commit(changes, { durability });
    } catch (error) {
      // A read-back was faster: look again, it may have taken the rows away.
      if (!isWalletInboxError(error, 'Storage.Conflict') || round >= 4) throw error;
      continue;
    }
    for (const row of changed.values()) session.events.emit({ kind: 'message', row, isNew: false });
    return changed.size + forgotten.length > 0;
  }
}

/** Adds to `changed` the messages that reactions and deletions of ours have changed in vain; returns their rows. */
async function undo(
  session: Session,
  annotations: readonly Stored<'messages'>[],
  changed: Map<string, TableRecord<'messages'>>,
): Promise<readonly Stored<'messages'>[]> {
  const rows: Stored<'messages'>[] = [];
  // The last one first: they were laid one upon the other.
  for (const { body } of annotations.toReversed()) {
    const annotation = body.changedOther === true ? await readAnnotation(body.content) : undefined;
    if (annotation === undefined || annotation.kind === 'receipt') continue;
    const row = await session.database.get('messages', annotation.messageId);
    if (row === undefined) continue;
    const before = changed.get(row.key)?.body ?? row.body;
    const after = undone(before, annotation, body);
    if (after === before) continue;
    rows.push(row);
    changed.set(row.key, { key: row.key, clear: row.clear, body: after });
  }
  return rows;
}

function undone(
  other: MessageBody,
  annotation: AnnotationBody,
  { groupId, senderInboxId }: MessageBody,
): MessageBody {
  if (annotation.kind === 'deletion') return withoutPendingDeletion(other);
  const action = annotation.action === 'added' ? 'removed' : 'added';
  const act = { groupId, byInboxId: senderInboxId, bySuperAdmin: false };
  return annotate(other, { ...act, annotation: { ...annotation, action } });
}
