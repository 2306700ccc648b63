import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64ToBytes, bytesToBase64 } from './base64.ts';
import { compareBytes, concatBytes, equalBytes, utf8Decode, utf8DecodeLossy, utf8Encode } from './bytes.ts';
import { bytesToHex, hexToBytes } from './hex.ts';

test('hex and base64 agree with Buffer and come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(bytesToHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
      expect(bytesToBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(hexToBytes(`0x${bytesToHex(bytes).toUpperCase()}`)).toEqual(bytes);
      expect(base64ToBytes(bytesToBase64(bytes))).toEqual(bytes);
      expect(base64ToBytes(Buffer.from(bytes).toString('base64url'))).toEqual(bytes);
    }),
  );
});

test('what is not hex or base64 is a coded error that does not repeat the text', () => {
  for (const bad of ['0', 'zz', '0x0', 'ab cd', '０１', 'gg']) {
    expect(() => hexToBytes(bad)).toThrow(expect.objectContaining({ code: 'Bytes.InvalidHex' }));
  }
  for (const bad of ['A', 'A===', 'AB==', 'AA=', 'AAAA=', '====', 'A A=', '€€€€', 'AAA*']) {
    expect(() => base64ToBytes(bad)).toThrow(expect.objectContaining({ code: 'Bytes.InvalidBase64' }));
  }
});

test('order, equality and joining', () => {
  const [a, ab, b] = [utf8Encode('a'), utf8Encode('ab'), utf8Encode('b')];
  expect([b, ab, a].sort(compareBytes)).toEqual([a, ab, b]);
  expect(equalBytes(ab, concatBytes(a, b))).toBe(true);
  expect(equalBytes(a, ab)).toBe(false);
  expect(equalBytes(a, b)).toBe(false);
  expect(concatBytes()).toEqual(new Uint8Array());
});

test('text that is not UTF-8 is a coded error, or is shown with a replacement', () => {
  expect(utf8Decode(utf8Encode('\uFEFFä漢😀'))).toBe('\uFEFFä漢😀');
  for (const bad of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe6, 0xbc]]) {
    expect(() => utf8Decode(Uint8Array.from(bad))).toThrow(
      expect.objectContaining({ code: 'Codec.Malformed' }),
    );
    expect(utf8DecodeLossy(Uint8Array.from(bad))).toContain('\uFFFD');
  }
});
