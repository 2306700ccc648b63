/** The count on the toolbar button. */
import type { Client } from '../../core/client/client.ts';
import type { Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { Unread } from './createMissedAlerts.ts';
import { type BadgeFace, unreadBadge } from './unreadBadge.ts';

export interface Badge {
  /** Counts again soon, once for many calls. */
  schedule(): void;
  /** Shows this and counts no more until the next `schedule`. */
  show(face: BadgeFace): void;
}

export function createBadge(deps: {
  readonly client: () => Promise<Client>;
  readonly paint: (face: BadgeFace) => void;
  readonly onCounted: (unread: Unread) => void;
  readonly delayMs: number;
  readonly logger: Logger;
}): Badge {
  let timer: ReturnType<typeof setTimeout> | undefined;
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

  return {
    schedule() {
      timer ??= setTimeout(() => {
        count().catch((error: unknown) => deps.logger.debug('badge.notCounted', errorFacts(error)));
      }, deps.delayMs);
    },
    show(face) {
      clearTimeout(timer);
      timer = undefined;
      turn += 1;
      deps.paint(face);
    },
  };
}
