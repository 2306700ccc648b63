import { type Backoff, createBackoff } from '../backoff.ts';
import { hexToBytes } from '../bytes/hex.ts';
import { isWalletInboxError, WalletInboxError } from '../errors.ts';
import { senderHmac } from '../group/senderHmac.ts';
import { createDeferred, type Deferred } from './deferred.ts';
import { encryptQueued, type SealedMessage } from './encryptQueued.ts';
import { isHostileInput } from './isHostileInput.ts';
import { acknowledge, failMessages } from './outboxRows.ts';
import { refreshMembership } from './refreshMembership.ts';
import { reviveCreation } from './reviveCreation.ts';
import { sendPendingWelcomes } from './sendPendingWelcomes.ts';
import { createSerialQueue } from './serialQueue.ts';
import type { Session } from './session.ts';
import { settleIntents } from './settleIntents.ts';
import { syncGroup } from './syncGroup.ts';

/** Everything on its way out: one lane a conversation, which runs its commits first, then its messages in order. */
export interface Outgoing {
  /** Runs the lane of a conversation; resolves when nothing is left to do, rejects when it has to wait. */
  run(conversationId: string): Promise<void>;
  /** Runs every lane that has something in the store: after a start, a reconnect, a crash. Never rejects. */
  resume(): Promise<void>;
  /** Settles when the node has acknowledged the message, or refused it for good. */
  whenSent(messageId: string): Promise<void>;
  /** Lanes are not tried again by themselves any more; resolves when none is running. */
  stop(): Promise<void>;
}

/** Acknowledged, but not seen in the topic for this long: it is published once more, with the same bytes. */
const lostAfterMs = 30_000;

/** Refusals by the MLS room, one after the other, before a group's messages are given up. */
const maxRefusals = 3;

export function createOutgoing(session: Session): Outgoing {
  const lanes = createSerialQueue();
  const waiting = new Map<string, Deferred<void>>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const backoffs = new Map<string, Backoff>();
  const refusals = new Map<string, number>();
  let isStopped = false;

  const settle = (messageIds: readonly string[], error?: unknown): void => {
    for (const messageId of messageIds) {
      const waiter = waiting.get(messageId);
      waiting.delete(messageId);
      if (error === undefined) waiter?.resolve();
      else waiter?.reject(error);
    }
  };

  // The node may have stored what it never acknowledged: read back, it is sent all the same.
  session.events.on((event) => {
    if (event.kind === 'message' && event.row.body.status === 'sent') settle([event.row.key]);
  });

  const fail = async (messageIds: readonly string[], error: WalletInboxError): Promise<void> => {
    await failMessages(session, messageIds, error.code);
    settle(messageIds, error);
  };

  /** Publishes in one call; when the node refuses it, one by one, to find out which. */
  const publish = async (groupId: string, batch: readonly SealedMessage[]): Promise<void> => {
    const nowMs = session.clock.nowMs();
    const messages = batch.map(({ ciphertext, shouldPush }) => ({
      data: ciphertext,
      shouldPush,
      senderHmac: senderHmac({
        userKey: session.account.hmacUserKey,
        groupId: hexToBytes(groupId),
        nowMs,
        message: ciphertext,
      }),
    }));
    try {
      await session.node.sendGroupMessages(messages);
    } catch (error) {
      if (!isWalletInboxError(error, 'Node.Refused')) throw error;
      const [only] = batch;
      if (batch.length > 1) {
        for (const message of batch) await publish(groupId, [message]);
      } else if (only !== undefined) {
        await fail([only.messageId], error);
      }
      return;
    }
    const ids = batch.map(({ messageId }) => messageId);
    await acknowledge(session, groupId, ids);
    settle(ids);
  };

  const flushGroup = async (conversationId: string, groupId: string): Promise<void> => {
    const rows = await session.database.list('outbox', { index: 'byGroup', equals: [groupId] });
    const nowMs = session.clock.nowMs();
    const isWaiting = rows.some(({ body }) => body.state === 'queued' || body.state === 'encrypted');
    if (!isWaiting) {
      await republishLost(groupId, nowMs);
      return;
    }

    if (!session.isLive()) await syncGroup(session, groupId);
    const hasIntent = await session.queue.run(conversationId, () => refreshMembership(session, groupId));
    if (hasIntent) await settleIntents(session, groupId);

    const isCreated = await session.groups.load(groupId);
    if (isCreated?.row.body.isCreating === true) {
      // Its first commit was given up: nobody but us is in this group.
      throw new WalletInboxError('Conversation.NotCreated', 'The conversation could not be created yet.');
    }
    // The node's answer settles the promise of a message; what is left to read and tidy up comes after that.
    for (;;) {
      const batch = await encryptOrFail(conversationId, groupId);
      if (batch.length === 0) break;
      await publish(groupId, batch);
    }
    await rejectUnsendable(groupId);
  };

  /**
   * A proposal that came in between blocks messages until it is committed: the lane comes back for that. A message that
   * the MLS room refuses time and again must not stand before the others for ever.
   */
  const encryptOrFail = async (
    conversationId: string,
    groupId: string,
  ): Promise<readonly SealedMessage[]> => {
    try {
      const batch = await session.queue.run(conversationId, () => encryptQueued(session, groupId));
      refusals.delete(groupId);
      return batch;
    } catch (error) {
      if (!isHostileInput(error)) throw error;
      const count = (refusals.get(groupId) ?? 0) + 1;
      refusals.set(groupId, count);
      if (count < maxRefusals) throw error;
      refusals.delete(groupId);
      await failWaiting(groupId, error);
      return [];
    }
  };

  const failWaiting = async (groupId: string, error: WalletInboxError): Promise<void> => {
    const rows = await session.database.list('outbox', { index: 'byGroup', equals: [groupId] });
    const waitingRows = rows.filter(({ body }) => body.state === 'queued' || body.state === 'encrypted');
    if (waitingRows.length === 0) return;
    await fail(
      waitingRows.map(({ key }) => key),
      error,
    );
  };

  /** What is still queued now cannot be sent: we are no member any more. */
  const rejectUnsendable = async (groupId: string): Promise<void> => {
    const group = await session.groups.load(groupId);
    if (group?.row.body.isActive === true) return;
    await failWaiting(
      groupId,
      new WalletInboxError('Conversation.Inactive', 'We are no longer a member of this group.'),
    );
  };

  const republishLost = async (groupId: string, nowMs: number): Promise<void> => {
    const rows = await session.database.list('outbox', { index: 'byGroup', equals: [groupId] });
    const lost = rows.filter(
      ({ body }) => body.state === 'acknowledged' && nowMs - body.createdMs > lostAfterMs,
    );
    if (lost.length === 0) return;
    // The topic is read first: it is far more likely that we are late than that the node forgot.
    await syncGroup(session, groupId);
    for (const { key } of lost) {
      const row = await session.database.get('outbox', key);
      if (row?.body.state !== 'acknowledged' || row.body.ciphertext === undefined) continue;
      await publish(groupId, [
        { messageId: key, ciphertext: row.body.ciphertext, shouldPush: row.body.shouldPush },
      ]);
    }
  };

  const runLane = async (conversationId: string): Promise<void> => {
    const groups = await session.database.list('groups', {
      index: 'byConversation',
      equals: [conversationId],
    });
    for (const { key } of groups) {
      await reviveCreation(session, key);
      await settleIntents(session, key);
      await flushGroup(conversationId, key);
    }
    await sendPendingWelcomes(session);
    if (session.isLive()) return;
    // No stream will show us our own messages: they are read back here, so that they get the node's time.
    for (const { key } of groups) {
      const unseen = await session.database.count('outbox', { index: 'byGroup', equals: [key] });
      if (unseen > 0) await syncGroup(session, key);
    }
  };

  const retryLater = (conversationId: string): void => {
    if (isStopped || timers.has(conversationId)) return;
    const backoff =
      backoffs.get(conversationId) ?? createBackoff({ random: session.random, baseMs: 1_000, maxMs: 60_000 });
    backoffs.set(conversationId, backoff);
    const timer = setTimeout(() => {
      timers.delete(conversationId);
      void run(conversationId).catch(() => undefined);
    }, backoff.nextMs());
    timers.set(conversationId, timer);
  };

  const run = (conversationId: string): Promise<void> =>
    lanes.run(conversationId, async () => {
      try {
        await runLane(conversationId);
        backoffs.delete(conversationId);
      } catch (error) {
        const code = isWalletInboxError(error) ? error.code : 'unknown';
        session.logger.warn('outgoing.waits', { conversationId, code });
        retryLater(conversationId);
        throw error;
      }
    });

  return {
    run,
    async resume() {
      const conversations = await conversationsWithWork(session);
      await Promise.all([...conversations].map((id) => run(id).catch(() => undefined)));
    },
    whenSent(messageId) {
      const known = waiting.get(messageId);
      if (known !== undefined) return known.promise;
      const waiter = createDeferred<void>();
      waiting.set(messageId, waiter);
      return waiter.promise;
    },
    async stop() {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      await lanes.idle();
    },
  };
}

async function conversationsWithWork(session: Session): Promise<ReadonlySet<string>> {
  const [outbox, intents, welcomes] = await Promise.all([
    session.database.list('outbox'),
    session.database.list('intents'),
    session.database.list('pendingWelcomes'),
  ]);
  const groupIds = new Set([
    ...outbox.filter(({ body }) => body.state !== 'failed').map(({ clear }) => clear.groupId),
    ...intents.map(({ clear }) => clear.groupId),
    ...welcomes.map(({ body }) => body.groupId),
  ]);
  const groups = await session.database.getMany('groups', [...groupIds]);
  return new Set(groups.flatMap((row) => (row === undefined ? [] : [row.clear.conversationId])));
}
