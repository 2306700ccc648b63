import { expect, test } from 'vitest';
import { findLookalikes, indexLookalikes } from './lookalikes.ts';

const address = (middle: string) => `0xd8da${middle.padStart(32, '0')}6045`;
const known = address('1');
const poison = address('2');
const other = `0xd8da${'0'.repeat(32)}6046`;

test('an address with both ends of a known one is alike; the known one itself and others are not', () => {
  const index = indexLookalikes([known]);
  expect([index.of(poison), index.of(known), index.of(other)]).toEqual([known, undefined, undefined]);
});

test('two known addresses that are alike warn of each other', () => {
  const index = indexLookalikes([known, poison, known]);
  expect(findLookalikes([known, poison, other, poison], index, 10)).toEqual([
    { address: known, of: poison },
    { address: poison, of: known },
  ]);
});

test('two strangers who are alike each other are nothing to the person', () => {
  expect(findLookalikes([known, poison], indexLookalikes([]), 10)).toEqual([]);
});

test('a flood of them is cut', () => {
  const flood = Array.from({ length: 300 }, (_, index) => address(String(index + 2)));
  expect(findLookalikes(flood, indexLookalikes([known]), 200)).toHaveLength(200);
});
