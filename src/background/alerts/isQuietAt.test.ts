import { expect, test } from 'vitest';
import { isQuietAt } from './isQuietAt.ts';

/** In the time zone of whoever runs the test, as the settings are meant. */
const at = (hour: number, minute = 0) => new Date(2026, 5, 15, hour, minute).getTime();
const hours = (quietFromMinute: number, quietToMinute: number, quietHoursOn = true) => ({
  quietHoursOn,
  quietFromMinute,
  quietToMinute,
  quietUntilMs: 0,
});

test.each([
  [21, 59, false],
  [22, 0, true],
  [23, 59, true],
  [0, 0, true],
  [6, 59, true],
  [7, 0, false],
])('from 22 to 7 at %i:%i: %s', (hour, minute, expected) => {
  expect(isQuietAt(hours(22 * 60, 7 * 60), at(hour, minute))).toBe(expected);
  expect(isQuietAt(hours(22 * 60, 7 * 60, false), at(hour, minute))).toBe(false);
});

test('within a day', () => {
  const quietAt = (hour: number, minute: number) => isQuietAt(hours(9 * 60 + 30, 17 * 60), at(hour, minute));
  expect([quietAt(9, 29), quietAt(9, 30), quietAt(16, 59), quietAt(17, 0)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('an empty span is never, not always', () => {
  expect(isQuietAt(hours(480, 480), at(8))).toBe(false);
  expect(isQuietAt(hours(480, 480), at(20))).toBe(false);
});

test('until a moment, whatever the hours', () => {
  const until = { ...hours(0, 0, false), quietUntilMs: at(8) };
  expect(isQuietAt(until, at(8) - 1)).toBe(true);
  expect(isQuietAt(until, at(8))).toBe(false);
});
