import type { Clock } from '../../core/ports.ts';

/** Whether `key` may go on: a burst, then so many a second. */
export type RateLimit = (key: string) => boolean;

/** More keys than this are not kept; a key that is full again is forgotten first. */
const maxKeys = 1_000;

/** A token bucket by key. Nothing of it is stored: a new life of the worker starts with full buckets. */
export function createRateLimit(limits: {
  readonly burst: number;
  readonly perSecond: number;
  readonly clock: Clock;
}): RateLimit {
  const { burst, perSecond, clock } = limits;
  const buckets = new Map<string, { readonly tokens: number; readonly atMs: number }>();

  const tokensOf = (key: string, nowMs: number): number => {
    const bucket = buckets.get(key);
    if (bucket === undefined) return burst;
    const passedMs = Math.max(0, nowMs - bucket.atMs);
    return Math.min(burst, bucket.tokens + (passedMs / 1_000) * perSecond);
  };

  return (key) => {
    const nowMs = clock.nowMs();
    const tokens = tokensOf(key, nowMs);
    if (buckets.size >= maxKeys && !buckets.has(key)) {
      for (const other of [...buckets.keys()]) {
        if (tokensOf(other, nowMs) >= burst) buckets.delete(other);
      }
      if (buckets.size >= maxKeys) return false;
    }
    const isAllowed = tokens >= 1;
    buckets.set(key, { tokens: isAllowed ? tokens - 1 : tokens, atMs: nowMs });
    return isAllowed;
  };
}
