import { expect, test } from 'vitest';
import { inboxRange, rowHeight } from './inboxRange.ts';

test('a popup of 600 px draws little more than it shows', () => {
  expect(inboxRange(0, 480, 1_000)).toEqual({ from: 0, to: 16 });
  const { from, to } = inboxRange(500 * rowHeight, 480, 1_000);
  expect(from).toBeLessThanOrEqual(494);
  expect(to).toBeGreaterThanOrEqual(515);
  expect(to - from).toBeLessThan(32);
});

test('every place of a scrolled list has its rows drawn', () => {
  for (let scrolled = -200; scrolled < 100 * rowHeight; scrolled += 37) {
    const { from, to } = inboxRange(scrolled, 480, 100);
    expect(from).toBeLessThanOrEqual(Math.max(0, Math.floor(scrolled / rowHeight)));
    expect(to).toBeGreaterThanOrEqual(Math.min(100, Math.ceil((scrolled + 480) / rowHeight)));
  }
});

test('a list that became shorter than it is scrolled draws nothing beyond its end', () => {
  expect(inboxRange(5_000, 480, 3)).toEqual({ from: 3, to: 3 });
  expect(inboxRange(0, 480, 0)).toEqual({ from: 0, to: 0 });
});
