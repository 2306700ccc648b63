import { nowNs } from '../conversation/nowNs.ts';
import { nextExpiryNs, removeExpired } from '../conversation/removeExpired.ts';
import type { Session } from '../conversation/session.ts';
import { nameOf } from './catchUp.ts';

/** Takes messages away when their time comes, for as long as it runs. What it misses no view shows. */
export interface ExpiryKeeper {
  start(): void;
  /** Looks now, whether it runs or not. Never rejects. */
  sweep(): Promise<void>;
  /** Resolves when no sweep is under way. */
  stop(): Promise<void>;
}

/** A timer may be late after a sleep of the machine, and the clock may be set: it is looked at this often at least. */
const maxWaitMs = 60_000;

export function createExpiryKeeper(session: Session): ExpiryKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  let nextNs: bigint | undefined;
  let tail: Promise<void> = Promise.resolve();

  const waitFor = (expiryNs: bigint | undefined): void => {
    clearTimeout(timer);
    timer = undefined;
    nextNs = expiryNs;
    if (!isRunning || expiryNs === undefined) return;
    const leftMs = Number((expiryNs - nowNs(session.clock)) / 1_000_000n) + 1;
    timer = setTimeout(() => void sweep(), Math.max(1, Math.min(maxWaitMs, leftMs)));
  };

  const sweep = (): Promise<void> => {
    tail = tail.then(async () => {
      try {
        await removeExpired(session);
        waitFor(await nextExpiryNs(session));
      } catch (error) {
        session.logger.warn('expiry.failed', { error: nameOf(error) });
        waitFor(nowNs(session.clock) + BigInt(maxWaitMs) * 1_000_000n);
      }
    });
    return tail;
  };

  session.events.on((event) => {
    if (event.kind !== 'message' || event.row.body.expiresAtNs === undefined) return;
    const { expiresAtNs } = event.row.body;
    if (isRunning && (nextNs === undefined || expiresAtNs < nextNs)) waitFor(expiresAtNs);
  });

  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      void sweep();
    },
    sweep,
    async stop() {
      isRunning = false;
      clearTimeout(timer);
      timer = undefined;
      await tail;
    },
  };
}
