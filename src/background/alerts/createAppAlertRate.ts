/** How often an app may alert: a burst of three, then one in ten minutes; what is more arrives silently. */
import * as v from 'valibot';
import type { Clock } from '../../core/ports.ts';
import { createMutex } from '../platform/createMutex.ts';
import type { StorageArea } from '../platform/storageArea.ts';

const rateKey = 'alerts.apps';
const burst = 3;
const refillMs = 10 * 60 * 1000;

const rowsSchema = v.record(v.string(), v.strictObject({ tokens: v.number(), atMs: v.number() }));

/** Takes one alert of an app; false when it has none left. Counts on over the worker's lives. */
export type AppAlertRate = (grantId: string) => Promise<boolean>;

export function createAppAlertRate(deps: {
  readonly memory: StorageArea;
  readonly clock: Clock;
}): AppAlertRate {
  const { memory, clock } = deps;
  const exclusive = createMutex();
  return (grantId) =>
    exclusive(async () => {
      const stored = v.safeParse(rowsSchema, await memory.get(rateKey));
      const rows = stored.success ? stored.output : {};
      const nowMs = clock.nowMs();
      const row = rows[grantId] ?? { tokens: burst, atMs: nowMs };
      const tokens = Math.min(burst, row.tokens + Math.max(0, nowMs - row.atMs) / refillMs);
      const isAllowed = tokens >= 1;
      await memory.set(rateKey, {
        ...rows,
        [grantId]: { tokens: isAllowed ? tokens - 1 : tokens, atMs: nowMs },
      });
      return isAllowed;
    });
}
