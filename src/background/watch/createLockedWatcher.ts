/** Streams the topics of the watch list while the vault is locked and reports arrivals, opening nothing. */
import * as v from 'valibot';
import { createBackoff } from '../../core/backoff.ts';
import { bytesToHex, hexToBytes } from '../../core/bytes/hex.ts';
import type { Logger, NodeApi, Random } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { StorageArea } from '../platform/storageArea.ts';
import { isApplicationMessage } from './isApplicationMessage.ts';
import { type WatchList, watchListKey, watchListSchema } from './watchList.ts';

export interface LockedWatcher {
  /** Idempotent. Does nothing without a watch list of `accountId`. */
  start(accountId: string): Promise<void>;
  stop(): Promise<void>;
  /** From the alarm: reconnects now when it is not connected. */
  nudge(): void;
}

export interface LockedWatcherDeps {
  readonly local: StorageArea;
  readonly connect: (nodeUrl: string) => NodeApi;
  /** Something for this account arrived: content, or an invitation. */
  readonly onArrival: () => void;
  readonly random: Random;
  readonly logger: Logger;
}

interface Run {
  readonly abort: AbortController;
  readonly done: Promise<void>;
  wake: () => void;
}

export function createLockedWatcher(deps: LockedWatcherDeps): LockedWatcher {
  const { local, connect, onArrival, random, logger } = deps;
  let run: Run | undefined;

  const watch = async (list: WatchList, signal: AbortSignal, sleep: (ms: number) => Promise<void>) => {
    const node = connect(list.nodeUrl);
    const cursors = new Map(list.groups.map(([groupId, cursor]) => [groupId, BigInt(cursor)]));
    let welcomeCursor = BigInt(list.welcomeCursor);
    const backoff = createBackoff({ random, baseMs: 1_000, maxMs: 30_000 });

    // After each arrival, so that a worker that dies does not alert twice for the same envelope.
    const persist = () =>
      local.set(watchListKey, {
        ...list,
        welcomeCursor: welcomeCursor.toString(),
        groups: [...cursors].map(([groupId, cursor]) => [groupId, cursor.toString()]),
      } satisfies WatchList);

    const watchGroups = async (attempt: AbortSignal) => {
      if (cursors.size === 0) return untilAborted(attempt);
      const filters = [...cursors].map(([groupId, afterCursor]) => ({
        groupId: hexToBytes(groupId),
        afterCursor,
      }));
      for await (const envelope of node.subscribeGroupMessages(filters, {
        signal: attempt,
        onOpen: backoff.reset,
      })) {
        const groupId = bytesToHex(envelope.groupId);
        const last = cursors.get(groupId);
        if (last === undefined || envelope.id <= last) continue;
        cursors.set(groupId, envelope.id);
        await persist();
        if (isApplicationMessage(envelope.data)) onArrival();
      }
    };

    const watchWelcomes = async (attempt: AbortSignal) => {
      const filters = [{ installationKey: hexToBytes(list.installationKey), afterCursor: welcomeCursor }];
      for await (const envelope of node.subscribeWelcomeMessages(filters, { signal: attempt })) {
        if (envelope.id <= welcomeCursor) continue;
        welcomeCursor = envelope.id;
        await persist();
        onArrival();
      }
    };

    while (!signal.aborted) {
      const attempt = new AbortController();
      const end = () => attempt.abort();
      signal.addEventListener('abort', end);
      try {
        // The first stream to end takes the other with it: both are opened again together.
        await Promise.race([watchGroups(attempt.signal), watchWelcomes(attempt.signal)]);
      } catch (error) {
        logger.info('watch.streamEnded', errorFacts(error));
      } finally {
        attempt.abort();
        signal.removeEventListener('abort', end);
      }
      if (!signal.aborted) await sleep(backoff.nextMs());
    }
  };

  const stop = async () => {
    const last = run;
    run = undefined;
    last?.abort.abort();
    last?.wake();
    await last?.done;
  };

  return {
    async start(accountId) {
      if (run !== undefined) return;
      const stored = v.safeParse(watchListSchema, await local.get(watchListKey));
      if (!stored.success || stored.output.accountId !== accountId || run !== undefined) return;
      const abort = new AbortController();
      const next: { wake: () => void } = { wake: () => undefined };
      const sleep = (ms: number) =>
        new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          next.wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      const done = watch(stored.output, abort.signal, sleep).catch((error: unknown) =>
        logger.warn('watch.failed', errorFacts(error)),
      );
      run = { abort, done, wake: () => next.wake() };
    },
    stop,
    nudge: () => run?.wake(),
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
