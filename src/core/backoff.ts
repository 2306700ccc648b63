import type { Random } from './ports.ts';

/** How long to wait before the next attempt. */
export interface Backoff {
  /** Milliseconds; each call counts as one more failure. */
  nextMs(): number;
  /** After a success: the next wait is a first one again. */
  reset(): void;
}

/**
 * Exponential back-off with full jitter: the n-th wait is drawn evenly from 0 to `baseMs * 2^n`, at most `maxMs`. Clients
 * that lost their node at the same moment then do not come back at the same moment.
 */
export const createBackoff = (options: {
  readonly random: Random;
  readonly baseMs: number;
  readonly maxMs: number;
}): Backoff => {
  let failures = 0;
  return {
    nextMs() {
      const ceiling = Math.min(options.maxMs, options.baseMs * 2 ** failures);
      // Past 2^31 every ceiling is `maxMs`; the count must not run into infinity times zero.
      failures = Math.min(failures + 1, 31);
      const fraction = new DataView(options.random.bytes(4).slice().buffer).getUint32(0) / 2 ** 32;
      return Math.floor(ceiling * fraction);
    },
    reset() {
      failures = 0;
    },
  };
};
