import { describe, expect, test } from 'vitest';
import { isLoopbackAddress } from './isLoopbackAddress.ts';
import { createRateLimiter } from './rateLimiter.ts';

describe('the rate limiter', () => {
  test('spends a burst, says how long to wait, and fills up with time', () => {
    let nowMs = 0;
    const limiter = createRateLimiter({ perMinute: 60, burst: 3 }, () => nowMs);
    expect(limiter.spend('a', 2)).toBe(0);
    expect(limiter.spend('a', 1)).toBe(0);
    expect(limiter.spend('a', 1)).toBe(1000);
    expect(limiter.spend('b', 3)).toBe(0);
    nowMs = 500;
    expect(limiter.spend('a', 1)).toBe(500);
    nowMs = 1000;
    expect(limiter.spend('a', 1)).toBe(0);
    nowMs = 1_000_000;
    expect(limiter.spend('a', 3)).toBe(0);
    expect(limiter.spend('a', 1)).toBe(1000);
  });

  test('a clock that goes back takes no tokens away', () => {
    let nowMs = 1000;
    const limiter = createRateLimiter({ perMinute: 60, burst: 2 }, () => nowMs);
    limiter.spend('a', 1);
    nowMs = 0;
    expect(limiter.spend('a', 1)).toBe(0);
  });
});

test('loopback addresses', () => {
  for (const address of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1']) {
    expect(isLoopbackAddress(address)).toBe(true);
  }
  for (const address of ['', '10.0.0.1', '128.0.0.1', '::2', '::ffff:10.0.0.1']) {
    expect(isLoopbackAddress(address)).toBe(false);
  }
});
