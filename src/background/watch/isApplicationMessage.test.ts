import { expect, test } from 'vitest';
import { isApplicationMessage } from './isApplicationMessage.ts';

const after = (header: readonly number[], contentType: number) =>
  Uint8Array.from([...header, ...new Array(8).fill(0), contentType, 99]);

test('reads the content type behind an id of either length form', () => {
  const short = [0, 1, 0, 2, 2, 7, 7];
  const long = [0, 1, 0, 2, 0x40, 70, ...new Array(70).fill(7)];
  for (const header of [short, long]) {
    expect(isApplicationMessage(after(header, 1))).toBe(true);
    expect(isApplicationMessage(after(header, 3))).toBe(false);
  }
});

test('no other kind of message, no cut message, no random bytes', () => {
  expect(isApplicationMessage(after([0, 1, 0, 1, 2, 7, 7], 1))).toBe(false);
  const whole = after([0, 1, 0, 2, 2, 7, 7], 1);
  for (let length = 0; length < whole.length - 1; length += 1) {
    expect(isApplicationMessage(whole.subarray(0, length))).toBe(false);
  }
  expect(isApplicationMessage(Uint8Array.from([0, 1, 0, 2, 0xff]))).toBe(false);
});
