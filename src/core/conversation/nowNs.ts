import type { Clock } from '../ports.ts';

/** The clock's time in ns. */
export function nowNs(clock: Clock): bigint {
  return BigInt(Math.floor(clock.nowMs() * 1000)) * 1_000n;
}
