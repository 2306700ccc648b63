import type { Clock } from '../ports.ts';

/** Times in ns that rise even when the clock stands or steps back. */
export function createUniqueNowNs(clock: Clock): () => bigint {
  let last = 0n;
  return () => {
    const now = BigInt(Math.floor(clock.nowMs() * 1000)) * 1_000n;
    last = now > last ? now : last + 1n;
    return last;
  };
}
