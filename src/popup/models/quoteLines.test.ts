import { expect, test } from 'vitest';
import { quoteLines } from './quoteLines.ts';

test('every line is marked, and what follows begins a new one', () => {
  expect(quoteLines(' one\n\ntwo\n')).toBe('> one\n>\n> two\n');
});

test('a long text is cut', () => {
  expect(quoteLines('x'.repeat(5_000)).length).toBeLessThan(1_010);
});
