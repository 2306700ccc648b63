import { createBackoff } from '../backoff.ts';
import type { Session } from '../conversation/session.ts';
import { type ErrorCode, isWalletInboxError, WalletInboxError } from '../errors.ts';
import { catchUp, nameOf } from './catchUp.ts';
import type { ConnectionState } from './client.ts';
import type { ObservableValue } from './observableValue.ts';
import { openStreams, type StreamSession } from './streamSession.ts';

/** Keeps the streams open for as long as it runs. */
export interface StreamKeeper {
  start(): void;
  stop(): Promise<void>;
  /** Ends a wait for the next attempt. */
  nudge(): void;
  reopenGroups(): void;
}

/** Live for this long, the next failure is a first one again. */
const stableMs = 10_000;
/** A stream that has died without a word is found out by a query, at most this often, when somebody nudges. */
const probeAfterMs = 60_000;

/**
 * Connects, catches up by queries, opens the streams from the cursors on the disk, and does it all again with jittered
 * back-off when anything of it fails. `onLive` runs after each time it came through.
 */
export function createStreamKeeper(
  session: Session,
  connection: ObservableValue<ConnectionState>,
  onLive: () => void,
): StreamKeeper {
  let running: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  let streams: StreamSession | undefined;
  let wake: (() => void) | undefined;
  let lastProofMs = 0;

  const connectOnce = async (signal: AbortSignal): Promise<void> => {
    connection.set({ kind: 'connecting' });
    await catchUp(session, (done, total) => connection.set({ kind: 'catchingUp', done, total }), signal);
    signal.throwIfAborted();
    const opened = openStreams(session);
    streams = opened;
    try {
      await Promise.race([opened.opened, opened.failed, aborted(signal)]);
      lastProofMs = session.clock.nowMs();
      connection.set({ kind: 'live', sinceMs: lastProofMs });
      onLive();
      await Promise.race([opened.failed, aborted(signal)]);
    } finally {
      streams = undefined;
      await opened.close();
    }
  };

  const loop = async (signal: AbortSignal): Promise<void> => {
    const backoff = createBackoff({ random: session.random, baseMs: 500, maxMs: 30_000 });
    let offlineSinceMs: number | undefined;
    while (!signal.aborted) {
      try {
        await connectOnce(signal);
      } catch (error) {
        if (signal.aborted) break;
        const nowMs = session.clock.nowMs();
        const state = connection.get();
        if (state.kind === 'live') {
          offlineSinceMs = nowMs;
          if (nowMs - state.sinceMs >= stableMs) backoff.reset();
        }
        offlineSinceMs ??= nowMs;
        const retryAtMs = nowMs + backoff.nextMs();
        const code: ErrorCode = isWalletInboxError(error) ? error.code : 'Node.Unreachable';
        session.logger.warn('connection.lost', { code: nameOf(error) });
        connection.set({ kind: 'offline', sinceMs: offlineSinceMs, code, retryAtMs });
        await sleepUntil(retryAtMs - nowMs, signal);
      }
    }
    connection.set({ kind: 'stopped' });
  };

  const sleepUntil = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        wake = undefined;
        resolve();
      };
      const timer = setTimeout(finish, ms);
      signal.addEventListener('abort', finish);
      wake = finish;
    });

  /** A live stream that brings nothing may be dead: ask for what it should have brought. */
  const probe = async (): Promise<void> => {
    const present = streams;
    try {
      const { newMessages } = await catchUp(session);
      // Something waited that the stream did not bring.
      if (newMessages > 0) {
        present?.fail(new WalletInboxError('Node.Unreachable', 'The stream has stopped bringing messages.'));
      }
    } catch (error) {
      present?.fail(error);
    }
  };

  return {
    start() {
      if (running !== undefined) return;
      const stop = new AbortController();
      running = { stop, done: loop(stop.signal) };
    },
    async stop() {
      const present = running;
      if (present === undefined) return;
      present.stop.abort();
      await present.done;
      if (running === present) running = undefined;
    },
    nudge() {
      wake?.();
      const nowMs = session.clock.nowMs();
      if (connection.get().kind !== 'live' || nowMs - lastProofMs < probeAfterMs) return;
      lastProofMs = nowMs;
      void probe();
    },
    reopenGroups: () => streams?.reopenGroups(),
  };
}

/** Rejects when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const refuse = (): void => reject(signal.reason);
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
}
