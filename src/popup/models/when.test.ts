import { expect, test } from 'vitest';
import { dayName, listTime, msOfNs } from './when.ts';

const now = new Date(2026, 10, 20, 15, 30).getTime();
const minute = 60_000;

test('a list time goes from now to minutes, hour, weekday and date', () => {
  expect(listTime(now - 5_000, now, 'en')).toBe('now');
  expect(listTime(now - 5 * minute, now, 'en')).toBe('5m');
  expect(listTime(new Date(2026, 10, 20, 9, 5).getTime(), now, 'en-GB')).toBe('09:05');
  expect(listTime(new Date(2026, 10, 18, 9, 5).getTime(), now, 'en')).toBe('Wed');
  expect(listTime(new Date(2026, 9, 2).getTime(), now, 'en-GB')).toBe('2 Oct');
});

test('a day separator counts calendar days, not spans of 24 hours', () => {
  expect(dayName(new Date(2026, 10, 20, 0, 1).getTime(), now, 'en')).toBe('Today');
  expect(dayName(new Date(2026, 10, 19, 23, 59).getTime(), now, 'en')).toBe('Yesterday');
  expect(dayName(new Date(2026, 10, 17, 12, 0).getTime(), now, 'en')).toBe('Tuesday, November 17');
});

test('nanoseconds become milliseconds without losing the day', () => {
  expect(msOfNs('1793000000123456789')).toBe(1793000000123);
});
