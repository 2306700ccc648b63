import { expect, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { hkdfExpand, hkdfExtract, hkdfSha256 } from './hkdf.ts';

// RFC 5869 appendix A.1
const ikm = new Uint8Array(22).fill(0x0b);
const salt = hexToBytes('000102030405060708090a0b0c');
const info = hexToBytes('f0f1f2f3f4f5f6f7f8f9');
const prk = '077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5';
const okm = '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865';

test('extract and expand follow RFC 5869 A.1', () => {
  expect(bytesToHex(hkdfExtract(salt, ikm))).toBe(prk);
  expect(bytesToHex(hkdfExpand(hexToBytes(prk), info, 42))).toBe(okm);
  expect(bytesToHex(hkdfSha256(ikm, salt, info, 42))).toBe(okm);
});

test('empty salt and info follow RFC 5869 A.3', () => {
  const empty = new Uint8Array();
  expect(bytesToHex(hkdfSha256(ikm, empty, empty, 42))).toBe(
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  );
});

test('shorter outputs are prefixes of longer ones and 255 blocks are the limit', () => {
  const long = hkdfExpand(hexToBytes(prk), info, 255 * 32);
  for (const length of [0, 1, 31, 32, 33, 64, 65]) {
    expect(hkdfExpand(hexToBytes(prk), info, length)).toEqual(long.slice(0, length));
  }
  expect(() => hkdfExpand(hexToBytes(prk), info, 255 * 32 + 1)).toThrow(
    expect.objectContaining({ code: 'Crypto.InvalidKey' }),
  );
});
