import fc from 'fast-check';
import { bytesToHex, encodeAbiParameters, hexToBytes } from 'viem';
import { expect, test } from 'vitest';
import { readAddress, readBytes, twoBytes } from './abiWords.ts';

test('two byte strings of any length are laid out as viem lays them out, and read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.uint8Array({ maxLength: 100 }), (first, second) => {
      const types = [{ type: 'bytes' }, { type: 'bytes' }] as const;
      const data = twoBytes(first, second);
      expect(bytesToHex(data)).toBe(encodeAbiParameters(types, [bytesToHex(first), bytesToHex(second)]));
      expect([readBytes(data, 0), readBytes(data, 1)]).toEqual([first, second]);
    }),
  );
});

test('a result that is cut off is none', () => {
  const whole = hexToBytes(encodeAbiParameters([{ type: 'string' }], ['alice.eth']));
  expect(readBytes(whole.subarray(0, 64 + 9), 0)).toHaveLength(9);
  for (const length of [0, 31, 32, 63, 64, 64 + 8]) {
    expect(readBytes(whole.subarray(0, length), 0)).toBeUndefined();
  }
});

test('any bytes are read without a throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(4), (data, index) => {
      readBytes(data, index);
      readAddress(data);
    }),
  );
});

test('an address is twenty bytes behind twelve zeros, and not all zero', () => {
  const word = new Uint8Array(32).fill(0xab, 12);
  expect(readAddress(word)).toBe(`0x${'ab'.repeat(20)}`);
  expect(readAddress(Uint8Array.from(word, (byte, index) => (index === 3 ? 1 : byte)))).toBeUndefined();
  expect([readAddress(new Uint8Array(32)), readAddress(word.subarray(0, 31))]).toEqual([
    undefined,
    undefined,
  ]);
});
