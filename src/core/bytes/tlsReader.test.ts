import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWalletInboxError } from '../errors.ts';
import { decodeTls, TlsReader } from './tlsReader.ts';
import { encodeTls, TlsWriter } from './tlsWriter.ts';

const malformed = expect.objectContaining({ code: 'Codec.Malformed' });
const read = (bytes: readonly number[]) => new TlsReader(Uint8Array.from(bytes));

test('integers are big-endian', () => {
  const writer = new TlsWriter(1)
    .uint8(0xff)
    .uint16(0x0102)
    .uint32(0xfffefdfc)
    .uint64(0xfedc_ba98_7654_3210n);
  const bytes = writer.finish();
  expect([...bytes]).toEqual([
    0xff, 1, 2, 0xff, 0xfe, 0xfd, 0xfc, 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10,
  ]);
  const reader = new TlsReader(bytes);
  expect([reader.uint8(), reader.uint16(), reader.uint32(), reader.uint64()]).toEqual([
    0xff,
    0x0102,
    0xfffefdfc,
    0xfedc_ba98_7654_3210n,
  ]);
  reader.expectEnd();
});

test('a length comes back, in its shortest form only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x3fff_ffff }), (value) => {
      const bytes = new TlsWriter().varint(value).finish();
      expect(new TlsReader(bytes).varint()).toBe(value);
      expect(bytes.length).toBe(value < 0x40 ? 1 : value < 0x4000 ? 2 : 4);
    }),
  );
  for (const long of [[0x40, 0x3f], [0x80, 0, 0, 1], [0x80, 0, 0x3f, 0xff], [0xc0], [0xff, 0, 0, 0]]) {
    expect(() => read(long).varint()).toThrow(malformed);
  }
  expect(() => new TlsWriter().varint(0x4000_0000)).toThrow(malformed);
});

test('a length beyond the bytes that are there is refused before anything is allocated', () => {
  for (const bytes of [[1], [0xbf, 0xff, 0xff, 0xff], [0x7f, 0xff, 1, 2, 3]]) {
    expect(() => read(bytes).opaque()).toThrow(malformed);
    expect(() => read(bytes).vector((item) => item.uint8())).toThrow(malformed);
  }
});

test('an element may not reach beyond its vector, nor be empty', () => {
  expect(() => read([1, 7, 8]).vector((item) => item.uint16())).toThrow(malformed);
  expect(() => read([1, 7]).vector(() => undefined)).toThrow(malformed);
});

test('a presence byte is 0 or 1', () => {
  expect(read([0]).optional((reader) => reader.uint8())).toBeUndefined();
  expect(read([1, 9]).optional((reader) => reader.uint8())).toBe(9);
  expect(() => read([2, 9]).optional((reader) => reader.uint8())).toThrow(malformed);
});

test('bytes left over are refused', () => {
  expect(() => decodeTls(Uint8Array.of(1, 2), (reader) => reader.uint8())).toThrow(malformed);
});

const items = fc.array(fc.tuple(fc.integer({ min: 0, max: 0xffff }), fc.uint8Array({ maxLength: 300 })));

test('a vector of structures comes back', () => {
  fc.assert(
    fc.property(items, (values) => {
      const bytes = encodeTls(values, (writer, all) =>
        writer.vector(all, (inner, [type, data]) => inner.uint16(type).opaque(data)),
      );
      const back = decodeTls(bytes, (reader) =>
        reader.vector((inner) => [inner.uint16(), Uint8Array.from(inner.opaque())] as const),
      );
      expect(back).toEqual(values);
    }),
  );
});

test('any bytes give a value or Codec.Malformed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        decodeTls(bytes, (reader) =>
          reader.vector((inner) => [inner.uint16(), inner.opaque(), inner.opaque()]),
        );
      } catch (error) {
        expect(isWalletInboxError(error, 'Codec.Malformed')).toBe(true);
      }
    }),
  );
});
