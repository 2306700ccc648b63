import { expect, test } from 'vitest';
import { createBackoff } from './backoff.ts';

const randomOf = (byte: number) => ({ bytes: (length: number) => new Uint8Array(length).fill(byte) });

test('waits double up to the ceiling and start anew after a reset', () => {
  const backoff = createBackoff({ random: randomOf(255), baseMs: 100, maxMs: 1000 });
  const waits = Array.from({ length: 6 }, () => backoff.nextMs());
  expect(waits).toEqual([99, 199, 399, 799, 999, 999]);
  backoff.reset();
  expect(backoff.nextMs()).toBe(99);
});

test('the jitter reaches down to no wait at all, and many failures stay finite', () => {
  const backoff = createBackoff({ random: randomOf(0), baseMs: 100, maxMs: 1000 });
  for (let at = 0; at < 2000; at += 1) expect(backoff.nextMs()).toBe(0);
});
