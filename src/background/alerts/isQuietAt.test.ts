import { expect, test } from 'vitest';
import { isQuietAt } from './isQuietAt.ts';

/** In the time zone of whoever runs the test, as the settings are meant. */
const at = (hour: number, minute = 0) => new Date(2026, 5, 15, hour, minute).getTime();
const never = { isOn: false, fromMinute: 0, toMinute: 0 };

test.each([
  [21, 59, false],
  [22, 0, true],
  [23, 59, true],
  [0, 0, true],
  [6, 59, true],
  [7, 0, false],
])('from 22 to 7 at %i:%i: %s', (hour, minute, expected) => {
  const quietHours = { isOn: true, fromMinute: 22 * 60, toMinute: 7 * 60 };
  expect(isQuietAt({ quietHours, quietUntilMs: 0 }, at(hour, minute))).toBe(expected);
  expect(isQuietAt({ quietHours: { ...quietHours, isOn: false }, quietUntilMs: 0 }, at(hour, minute))).toBe(
    false,
  );
});

test('within a day', () => {
  const quietHours = { isOn: true, fromMinute: 9 * 60 + 30, toMinute: 17 * 60 };
  const quietAt = (hour: number, minute: number) =>
    isQuietAt({ quietHours, quietUntilMs: 0 }, at(hour, minute));
  expect([quietAt(9, 29), quietAt(9, 30), quietAt(16, 59), quietAt(17, 0)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('an empty span is never, not always', () => {
  const quietHours = { isOn: true, fromMinute: 480, toMinute: 480 };
  expect(isQuietAt({ quietHours, quietUntilMs: 0 }, at(8))).toBe(false);
  expect(isQuietAt({ quietHours, quietUntilMs: 0 }, at(20))).toBe(false);
});

test('until a moment, whatever the hours', () => {
  expect(isQuietAt({ quietHours: never, quietUntilMs: at(8) }, at(8) - 1)).toBe(true);
  expect(isQuietAt({ quietHours: never, quietUntilMs: at(8) }, at(8))).toBe(false);
});
