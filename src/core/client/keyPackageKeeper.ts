import { publishKeyPackage, rotationDueMs } from '../conversation/keyPackages.ts';
import type { Session } from '../conversation/session.ts';
import { nameOf } from './catchUp.ts';

/** Replaces our key package when it is due: shortly after a welcome has used it, or by its age. */
export interface KeyPackageKeeper {
  /** Looks when it is due and sees to it; cheap, may be called often. */
  check(): Promise<void>;
  stop(): Promise<void>;
}

/** Timers hold no more; and nobody's clock should be trusted for longer. */
const maxWaitMs = 86_400_000;

export function createKeyPackageKeeper(session: Session): KeyPackageKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  const check = (): Promise<void> =>
    session.queue.run('keyPackage', async () => {
      clearTimeout(timer);
      timer = undefined;
      const nowMs = session.clock.nowMs();
      let dueMs = await rotationDueMs(session);
      if (dueMs <= nowMs) {
        try {
          await publishKeyPackage(session, { fresh: true });
          dueMs = await rotationDueMs(session);
        } catch (error) {
          session.logger.warn('keyPackage.rotation.failed', { code: nameOf(error) });
          dueMs = nowMs + 60_000;
        }
      }
      if (isStopped) return;
      timer = setTimeout(
        () => void check().catch(() => undefined),
        Math.min(Math.max(dueMs - session.clock.nowMs(), 0), maxWaitMs),
      );
    });

  return {
    check,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await session.queue.run('keyPackage', async () => clearTimeout(timer));
    },
  };
}
