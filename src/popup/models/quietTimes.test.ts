import { expect, test } from 'vitest';
import { minuteOfTime, timeOfMinute, tomorrowMorningMs } from './quietTimes.ts';

test('a time field and back', () => {
  for (const minute of [0, 59, 60, 1_320, 1_439]) expect(minuteOfTime(timeOfMinute(minute))).toBe(minute);
  expect(timeOfMinute(425)).toBe('07:05');
  expect(minuteOfTime('07:05:30')).toBe(425);
  for (const time of ['', '7:05', '24:00', '12:60', 'noon']) expect(minuteOfTime(time)).toBeUndefined();
});

test.each([
  ['in the evening', [15, 22, 30], [16, 8, 0]],
  ['in the morning', [15, 7, 0], [16, 8, 0]],
  ['after midnight it is the same morning', [15, 2, 0], [15, 8, 0]],
  ['at the end of a month', [30, 12, 0], [31, 8, 0]],
] as const)('%s', (_, [day, hour, minute], [toDay, toHour, toMinute]) => {
  const from = new Date(2026, 4, day, hour, minute).getTime();
  expect(tomorrowMorningMs(from)).toBe(new Date(2026, 4, toDay, toHour, toMinute).getTime());
});
