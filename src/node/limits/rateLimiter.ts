/** Calls that one address may make. */
export interface RateLimit {
  /** Tokens that come back each minute. */
  readonly perMinute: number;
  /** Tokens that can pile up: how much may be spent at once. */
  readonly burst: number;
}

/** Token buckets by address. */
export interface RateLimiter {
  /** Takes `cost` tokens and answers 0, or takes none and answers the milliseconds after which there are enough. */
  spend(address: string, cost: number): number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Buckets that are full again say nothing and are dropped when this many addresses are known. */
const sweepAbove = 10_000;

export function createRateLimiter({ perMinute, burst }: RateLimit, nowMs: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>();
  const perMs = perMinute / 60_000;

  function refill(bucket: Bucket, now: number): void {
    bucket.tokens = Math.min(burst, bucket.tokens + Math.max(0, now - bucket.atMs) * perMs);
    bucket.atMs = now;
  }

  function sweep(now: number): void {
    for (const [address, bucket] of buckets) {
      refill(bucket, now);
      if (bucket.tokens >= burst) buckets.delete(address);
    }
  }

  return {
    spend(address, cost) {
      const now = nowMs();
      let bucket = buckets.get(address);
      if (bucket === undefined) {
        if (buckets.size >= sweepAbove) sweep(now);
        bucket = { tokens: burst, atMs: now };
        buckets.set(address, bucket);
      }
      refill(bucket, now);
      if (bucket.tokens < cost) return Math.ceil((cost - bucket.tokens) / perMs);
      bucket.tokens -= cost;
      return 0;
    },
  };
}
