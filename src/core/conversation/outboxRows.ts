import type { ErrorCode } from '../errors.ts';
import { isWalletInboxError } from '../errors.ts';
import type { Change, Stored } from '../ports.ts';
import type { AnnotationActBody, MessageBody, OutboxBody, TableRecord } from '../records.ts';
import { annotate, deletedForNow, withoutPendingDeletion } from './annotate.ts';
import { readAnnotation } from './readAnnotation.ts';
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

/** A message will not be tried again until a person asks for it. What it did to another one is undone. */
export async function failMessages(
  session: Session,
  messageIds: readonly string[],
  reason: ErrorCode,
): Promise<void> {
  await changeRows(
    session,
    messageIds,
    'strict',
    (outbox, message) => ({
      outbox: { ...outbox, state: 'failed' },
      message: { ...message, status: 'failed', reason },
    }),
    undo,
  );
}

/** A failed message goes back into the queue; its ciphertext is used again while its epoch can still be read. */
export async function requeueFailed(session: Session, messageId: string): Promise<boolean> {
  return await changeRows(
    session,
    [messageId],
    'strict',
    (outbox, message) => {
      if (outbox.state !== 'failed') return undefined;
      const { reason: _, ...rest } = message;
      return {
        outbox: { ...outbox, state: outbox.ciphertext === undefined ? 'queued' : 'encrypted' },
        message: { ...rest, status: 'sending' },
      };
    },
    (other, act) => (act.annotation.kind === 'deletion' ? deletedForNow(other, act) : annotate(other, act)),
  );
}

function undo(other: MessageBody, act: AnnotationActBody): MessageBody {
  const { annotation } = act;
  if (annotation.kind === 'deletion') return withoutPendingDeletion(other);
  const action = annotation.action === 'added' ? 'removed' : 'added';
  return annotate(other, { ...act, annotation: { ...annotation, action } });
}

interface RowPair {
  readonly outbox: OutboxBody;
  readonly message: MessageBody;
}

/** Changes outbox and message rows together, and what their annotations are about; whether any was changed. */
async function changeRows(
  session: Session,
  messageIds: readonly string[],
  durability: 'strict' | 'relaxed',
  change: (outbox: OutboxBody, message: MessageBody) => RowPair | undefined,
  changeOther?: (other: MessageBody, act: AnnotationActBody) => MessageBody,
): Promise<boolean> {
  for (let round = 0; ; round += 1) {
    const [outbox, messages] = await Promise.all([
      session.database.getMany('outbox', messageIds),
      session.database.getMany('messages', messageIds),
    ]);
    const changes: Change[] = [];
    const changed = new Map<string, TableRecord<'messages'>>();
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
      );
      changed.set(record.key, record);
    });
    const annotations = [...changed.values()];
    for (const { row, body } of changeOther ? await changeOthers(session, annotations, changeOther) : []) {
      changes.push({ kind: 'expect', table: 'messages', key: row.key, revision: row.revision });
      changed.set(row.key, { key: row.key, clear: row.clear, body });
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
    return changed.size > 0;
  }
}

interface ChangedOther {
  readonly row: Stored<'messages'>;
  readonly body: MessageBody;
}

/** What becomes of the messages that annotations of ours have changed before they were with the node. */
async function changeOthers(
  session: Session,
  annotations: readonly TableRecord<'messages'>[],
  change: (other: MessageBody, act: AnnotationActBody) => MessageBody,
): Promise<readonly ChangedOther[]> {
  const rows = new Map<string, Stored<'messages'>>();
  const bodies = new Map(annotations.map(({ key, body }) => [key, body]));
  for (const { body } of annotations) {
    const annotation = body.changedOther === true ? await readAnnotation(body.content) : undefined;
    if (annotation === undefined || annotation.kind === 'receipt') continue;
    const { messageId } = annotation;
    const row = rows.get(messageId) ?? (await session.database.get('messages', messageId));
    if (row === undefined) continue;
    rows.set(messageId, row);
    const { groupId, senderInboxId: byInboxId } = body;
    // What we were allowed to do then: only the node's order tells whether we still are.
    const act = { annotation, groupId, byInboxId, bySuperAdmin: true };
    bodies.set(messageId, change(bodies.get(messageId) ?? row.body, act));
  }
  return [...rows.values()].flatMap((row) => {
    const body = bodies.get(row.key) ?? row.body;
    return body === row.body ? [] : [{ row, body }];
  });
}
