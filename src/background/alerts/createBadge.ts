/** The count on the toolbar button. */
import type { Client } from '../../core/client/client.ts';
import type { Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { Unread } from './createMissedAlerts.ts';
import { type BadgeFace, unreadBadge } from './unreadBadge.ts';

export interface Badge {
  /** Counts again soon, once for many calls. */
  schedule(): void;
  /** Counts when a mute ends, unless the worker ends first: its next life counts anyway. */
  scheduleAt(ms: number): void;
  /** Shows this and counts no more until the next `schedule`. */
  show(face: BadgeFace): void;
}

/** The longest that a timer may be set for; no worker lives so long. */
const longestMs = 2 ** 31 - 1;

export function createBadge(deps: {
  readonly client: () => Promise<Client>;
  readonly paint: (face: BadgeFace) => void;
  readonly onCounted: (unread: Unread) => void;
  readonly delayMs: number;
  readonly nowMs: () => number;
  readonly logger: Logger;
}): Badge {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Moments that are waited for. */
  const ends = new Set<number>();
  /** Raised by `show`: a count that is under way by then is stale. */
  let turn = 0;

  const count = async () => {
    timer = undefined;
    const own = turn;
    const client = await deps.client();
    const unread = await client.countUnread();
    if (own !== turn) return;
    deps.paint(unreadBadge(unread));
    deps.onCounted(unread);
  };

  const schedule = () => {
    timer ??= setTimeout(() => {
      count().catch((error: unknown) => deps.logger.debug('badge.notCounted', errorFacts(error)));
    }, deps.delayMs);
  };

  return {
    schedule,
    scheduleAt(ms) {
      const nowMs = deps.nowMs();
      if (ms <= nowMs || ends.has(ms) || ms - nowMs > longestMs) return;
      ends.add(ms);
      setTimeout(() => {
        ends.delete(ms);
        schedule();
      }, ms - nowMs);
    },
    show(face) {
      clearTimeout(timer);
      timer = undefined;
      turn += 1;
      deps.paint(face);
    },
  };
}
