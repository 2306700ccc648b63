import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { WalletInboxError } from '../errors.ts';
import { senderHmac } from '../group/senderHmac.ts';
import type { Stored } from '../ports.ts';
import type { IntentBody } from '../records.ts';
import { writeGroupState } from './groupStore.ts';
import type { IntentRefusal } from './intentOutcomes.ts';
import { makeCommit } from './makeCommit.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Session } from './session.ts';
import { syncGroup, turnOf } from './syncGroup.ts';

/** Commits made for one intent before it is given up: others were faster each time. The next send tries anew. */
const maxCommits = 3;
/** Without its first commit a group of ours does not exist: that one is tried longer. */
const maxFirstCommits = 10;
/** A commit that the node has acknowledged is in its topic; it is looked for a few times all the same. */
const maxLooks = 4;

/**
 * Brings the commits that a group waits for through: make, store, publish, read back; when another commit was first,
 * make again. Must not be called in the conversation's turn. Throws what may pass (the node); the rows stay.
 */
export async function settleIntents(session: Session, groupId: string): Promise<void> {
  for (;;) {
    const [row] = await session.database.list('intents', { index: 'byGroup', equals: [groupId], limit: 1 });
    if (row === undefined) return;
    const prepared = await prepare(session, groupId, row.key);
    if (prepared === undefined) continue;
    await publish(session, groupId, prepared);
    await readBack(session, groupId, row.key, prepared.hash);
  }
}

/**
 * What of `published` has to go out for the first intent; stores a fresh commit when there is none. `undefined` when
 * the intent was resolved meanwhile or given up.
 */
async function prepare(
  session: Session,
  groupId: string,
  intentKey: string,
): Promise<NonNullable<IntentBody['published']> | undefined> {
  const turn = await turnOf(session, groupId);
  return await session.queue.run(turn, () =>
    retryOnConflict(session, groupId, async () => {
      const [group, row] = await Promise.all([
        session.groups.load(groupId),
        session.database.get('intents', intentKey),
      ]);
      if (row === undefined) return undefined;
      if (group === undefined || !group.row.body.isActive)
        return await drop(session, row, { reason: 'inactive' });
      if (row.body.published?.epoch === group.state.groupContext.epoch) return row.body.published;

      const limit = group.row.body.isCreating ? maxFirstCommits : maxCommits;
      if (row.body.attempts >= limit) return await drop(session, row, { reason: 'attempts' });
      const made = await makeCommit(session, group, row.body);
      if (made.kind === 'unchanged') return await drop(session, row, undefined);
      if (made.kind === 'refused') return await drop(session, row, made);

      const write = writeGroupState(group, made.state);
      const body: IntentBody = {
        ...row.body,
        attempts: row.body.attempts + 1,
        published: made.published,
      };
      await session.database.commit([
        ...write.changes,
        { kind: 'expect', table: 'intents', key: row.key, revision: row.revision },
        { kind: 'put', table: 'intents', record: { key: row.key, clear: row.clear, body } },
      ]);
      session.groups.remember(write.after);
      return made.published;
    }),
  );
}

/** `refusal` undefined: there is nothing left to do. */
async function drop(
  session: Session,
  row: Stored<'intents'>,
  refusal: IntentRefusal | undefined,
): Promise<undefined> {
  if (refusal !== undefined) {
    session.logger.warn('group.intent.dropped', { kind: row.body.kind, reason: refusal.reason });
    session.intentOutcomes.refuse(row.key, refusal);
  }
  await session.database.commit([
    { kind: 'expect', table: 'intents', key: row.key, revision: row.revision },
    { kind: 'delete', table: 'intents', key: row.key },
  ]);
  return undefined;
}

async function publish(
  session: Session,
  groupId: string,
  published: NonNullable<IntentBody['published']>,
): Promise<void> {
  const { account, clock, node } = session;
  const data = published.commit;
  const hmac = senderHmac({
    userKey: account.hmacUserKey,
    groupId: hexToBytes(groupId),
    nowMs: clock.nowMs(),
    message: data,
  });
  await node.sendGroupMessages([{ data, senderHmac: hmac, shouldPush: false }]);
  session.logger.debug('group.commit.published', { groupId, hash: bytesToHex(hexToBytes(published.hash)) });
}

/** Reads the topic until our commit was met: applied, or void because another one was first. */
async function readBack(session: Session, groupId: string, intentKey: string, hash: string): Promise<void> {
  for (let look = 0; look < maxLooks; look += 1) {
    if (look > 0) await new Promise((resolve) => setTimeout(resolve, 50 * 4 ** look));
    await syncGroup(session, groupId);
    const row = await session.database.get('intents', intentKey);
    if (row?.body.published?.hash !== hash) return;
    const group = await session.groups.load(groupId);
    if (group?.row.body.isActive !== true) return;
  }
  throw new WalletInboxError('Node.InvalidResponse', 'The node does not show a commit that it has accepted.');
}
