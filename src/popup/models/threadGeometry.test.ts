import { expect, test } from 'vitest';
import { guessedHeight, offsetsOf, rangeBetween, rowAt } from './threadGeometry.ts';
import type { ThreadRow } from './threadRows.ts';
import { unsafeMessageView } from './unsafeMessageView.ts';

const offsets = offsetsOf([10, 20, 30, 40]);

test('rows lie above each other', () => {
  expect(offsets).toEqual([0, 10, 30, 60, 100]);
  expect(offsetsOf([])).toEqual([0]);
});

test('every place falls on one row', () => {
  expect([-5, 0, 9, 10, 29.9, 30, 99, 100, 500].map((y) => rowAt(offsets, y))).toEqual([
    0, 0, 0, 1, 1, 2, 3, 3, 3,
  ]);
  expect(rowAt(offsetsOf([]), 5)).toBe(-1);
});

test('a range holds what reaches into it', () => {
  expect(rangeBetween(offsets, 15, 35)).toEqual({ start: 1, end: 3 });
  expect(rangeBetween(offsets, -100, 1_000)).toEqual({ start: 0, end: 4 });
  expect(rangeBetween(offsetsOf([]), 0, 10)).toEqual({ start: 0, end: 0 });
});

test('a longer text is guessed higher, and so is what stands above it', () => {
  const row = (text: string, change: Partial<ThreadRow> = {}): ThreadRow => ({
    key: 'k',
    message: unsafeMessageView({ text }),
    isFirst: false,
    showsSender: false,
    ...change,
  });
  const short = guessedHeight(row('hello'), 380);
  expect(guessedHeight(row('hello '.repeat(50)), 380)).toBeGreaterThan(short + 60);
  expect(guessedHeight(row('a\nb\nc'), 380)).toBe(short + 40);
  expect(guessedHeight(row('hello', { dayMs: 1 }), 380)).toBeGreaterThan(short);
});
