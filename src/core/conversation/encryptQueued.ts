import { bytesToHex } from '../bytes/hex.ts';
import { sha256 } from '../crypto/hash.ts';
import { encodePlaintextEnvelope } from '../group/plaintextEnvelope.ts';
import { createApplicationMessage } from '../mls/createApplicationMessage.ts';
import type { Change, Stored } from '../ports.ts';
import type { OutboxBody } from '../records.ts';
import { keptEpochs } from './draftOwn.ts';
import { writeGroupState } from './groupStore.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Session } from './session.ts';

/** An outbox row whose ciphertext is on the disk. */
export interface SealedMessage {
  readonly messageId: string;
  readonly ciphertext: Uint8Array;
  readonly shouldPush: boolean;
}

/** A node call carries no more than this; the rest follows in the next one. */
const maxBatch = 50;

/**
 * Encrypts what is queued in a group and commits {advanced ratchet, ciphertexts} before it returns them: if bytes left
 * first and we crashed, their generation would be used twice and peers would lose a message for ever. Rows that were
 * encrypted before come back with the same bytes, unless their epoch is too old for anyone to read.
 *
 * The caller holds the conversation's turn.
 */
export async function encryptQueued(session: Session, groupId: string): Promise<readonly SealedMessage[]> {
  return await retryOnConflict(session, groupId, async () => {
    const group = await session.groups.load(groupId);
    if (group === undefined || !group.row.body.isActive) return [];
    const rows = await session.database.list('outbox', { index: 'byGroup', equals: [groupId] });

    const epoch = group.state.groupContext.epoch;
    const sealed: SealedMessage[] = [];
    const changes: Change[] = [];
    let state = group.state;
    for (const row of rows) {
      if (sealed.length >= maxBatch) break;
      if (row.body.state === 'failed' || row.body.state === 'acknowledged') continue;
      const ready = reusableCiphertext(row, epoch);
      if (ready !== undefined) {
        sealed.push({ messageId: row.key, ciphertext: ready, shouldPush: row.body.shouldPush });
        continue;
      }
      const made = createApplicationMessage(
        state,
        encodePlaintextEnvelope(row.body.content, row.body.idempotencyKey),
        session.random,
      );
      state = made.state;
      const body: OutboxBody = {
        ...row.body,
        ciphertext: made.bytes,
        payloads: [...row.body.payloads, { hash: bytesToHex(sha256(made.bytes)), epoch }],
        state: 'encrypted',
        attempts: row.body.attempts + 1,
      };
      changes.push(
        { kind: 'expect', table: 'outbox', key: row.key, revision: row.revision },
        { kind: 'put', table: 'outbox', record: { key: row.key, clear: row.clear, body } },
      );
      sealed.push({ messageId: row.key, ciphertext: made.bytes, shouldPush: body.shouldPush });
    }
    if (changes.length === 0) return sealed;

    const write = writeGroupState(group, state);
    await session.database.commit([...write.changes, ...changes]);
    session.groups.remember(write.after);
    return sealed;
  });
}

function reusableCiphertext(row: Stored<'outbox'>, epoch: bigint): Uint8Array | undefined {
  const madeIn = row.body.payloads.at(-1)?.epoch;
  if (row.body.ciphertext === undefined || madeIn === undefined) return undefined;
  return madeIn + keptEpochs > epoch ? row.body.ciphertext : undefined;
}
