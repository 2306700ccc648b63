import { expect, test } from 'vitest';
import { createTokenBucket } from './createTokenBucket.ts';

test('a burst, then so many a second, and never more than a burst again', () => {
  const take = createTokenBucket({ burst: 3, perSecond: 2 });
  const taken = (nowMs: number) => {
    let count = 0;
    while (take(nowMs)) count += 1;
    return count;
  };
  expect(taken(1_000)).toBe(3);
  expect(taken(1_400)).toBe(0);
  expect(taken(1_500)).toBe(1);
  expect(taken(2_500)).toBe(2);
  // A clock that goes backwards gives nothing.
  expect(taken(0)).toBe(0);
  expect(taken(1_000_000)).toBe(3);
});
