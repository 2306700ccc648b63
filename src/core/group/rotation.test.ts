import { expect, test } from 'vitest';
import { needsInstallationCheck, needsKeyPackageRotation, needsSelfUpdate } from './rotation.ts';

const day = 24 * 60 * 60 * 1000;

test('a joiner rotates before the first message, everyone after 30 days', () => {
  expect(needsSelfUpdate(undefined, 0)).toBe(true);
  expect(needsSelfUpdate(0, 30 * day)).toBe(false);
  expect(needsSelfUpdate(0, 30 * day + 1)).toBe(true);
});

test('key packages live 30 days', () => {
  expect(needsKeyPackageRotation(0, 30 * day)).toBe(false);
  expect(needsKeyPackageRotation(0, 30 * day + 1)).toBe(true);
});

test.each([
  [undefined, 0, true, true],
  [0, 5_000, true, false],
  [0, 5_001, true, true],
  [0, 5_001, false, false],
  [0, 1_800_001, false, true],
])('last check %s, now %i, sending %s: %s', (lastCheckMs, nowMs, isSending, expected) => {
  expect(needsInstallationCheck({ lastCheckMs, nowMs, isSending })).toBe(expected);
});
