import { expect, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../../bytes/hex.ts';
import { sha256 } from '../../crypto/hash.ts';
import {
  applyMapDelta,
  applySetDelta,
  bytesKey,
  componentIdKey,
  decodeMap,
  decodeSet,
  encodeMapDelta,
  encodeSetDelta,
  inboxIdKey,
} from './tlsDelta.ts';

const inbox = (byte: string): Uint8Array => hexToBytes(byte.repeat(32));
const malformed = expect.objectContaining({ code: 'Codec.Malformed' });
const thrown = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

test('a set keeps its keys in order, whatever the order of the changes', () => {
  const first = applySetDelta(
    undefined,
    encodeSetDelta(
      ['cc', 'aa', 'bb'].map((byte) => ({ op: 'insert', key: inbox(byte) })),
      inboxIdKey,
    ),
    inboxIdKey,
  );
  expect(bytesToHex(first)).toBe(`4063${['aa', 'bb', 'cc'].map((byte) => `00${byte.repeat(32)}`).join('')}`);
  const second = applySetDelta(
    first,
    encodeSetDelta(
      [
        { op: 'delete', key: inbox('bb') },
        { op: 'insert', key: inbox('ab') },
      ],
      inboxIdKey,
    ),
    inboxIdKey,
  );
  expect(decodeSet(second, inboxIdKey).map((key) => bytesToHex(key).slice(0, 2))).toEqual(['aa', 'ab', 'cc']);
});

test('a key is removed by the hash of its wire form, if it was there before the delta', () => {
  const stored = applySetDelta(
    undefined,
    encodeSetDelta([{ op: 'insert', key: inbox('aa') }], inboxIdKey),
    inboxIdKey,
  );
  const byHash = (key: Uint8Array) => new Uint8Array([33, 2, ...sha256(new Uint8Array([0, ...key]))]);
  expect(decodeSet(applySetDelta(stored, byHash(inbox('aa')), inboxIdKey), inboxIdKey)).toEqual([]);
  expect(thrown(() => applySetDelta(stored, byHash(inbox('bb')), inboxIdKey))).toEqual(malformed);
  const insertThenHash = new Uint8Array([0x40, 67, 0, 0, ...inbox('bb'), ...byHash(inbox('bb')).subarray(1)]);
  expect(thrown(() => applySetDelta(stored, insertThenHash, inboxIdKey))).toEqual(malformed);
});

test('a map takes inserts of what is not there and changes of what is', () => {
  const key = new Uint8Array([0x80, 0x04]);
  const one = new Uint8Array([1]);
  const insert = encodeMapDelta([{ op: 'insert', key, value: one }], componentIdKey);
  // A component id is a variable-size integer of four bytes on the wire.
  expect(bytesToHex(insert)).toBe('0700800080040101');
  const stored = applyMapDelta(undefined, insert, componentIdKey);
  expect(decodeMap(stored, componentIdKey)).toEqual([{ key, value: one }]);
  const change = encodeMapDelta([{ op: 'update', key, value: new Uint8Array([2]) }], componentIdKey);
  expect(decodeMap(applyMapDelta(stored, change, componentIdKey), componentIdKey)[0]?.value).toEqual(
    new Uint8Array([2]),
  );
  const remove = encodeMapDelta([{ op: 'delete', key }], componentIdKey);
  expect(decodeMap(applyMapDelta(stored, remove, componentIdKey), componentIdKey)).toEqual([]);
  for (const [before, delta] of [
    [stored, insert],
    [undefined, change],
    [undefined, remove],
  ] as const) {
    expect(thrown(() => applyMapDelta(before, delta, componentIdKey))).toEqual(malformed);
  }
});

test.each([
  ['keys out of order', '08000000020000000001', bytesKey],
  ['a key of an unknown version', `2101${'aa'.repeat(32)}`, inboxIdKey],
  ['a key twice', `404200${'aa'.repeat(32)}00${'aa'.repeat(32)}`, inboxIdKey],
  ['a key that is cut short', '0300aabb', inboxIdKey],
])('a stored set is refused with %s', (_, hex, format) => {
  expect(thrown(() => decodeSet(hexToBytes(hex), format))).toEqual(malformed);
});

test('random bytes are refused as malformed and never anything worse', () => {
  let seed = 1;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed >> 16;
  };
  for (let round = 0; round < 3_000; round += 1) {
    const bytes = Uint8Array.from({ length: next() % 40 }, () => next() & (round % 2 === 0 ? 0xff : 3));
    for (const format of [inboxIdKey, componentIdKey, bytesKey]) {
      for (const run of [
        () => applyMapDelta(undefined, bytes, format),
        () => applySetDelta(undefined, bytes, format),
        () => applySetDelta(bytes, bytes, format),
        () => decodeMap(bytes, format),
      ]) {
        const outcome = thrown(run);
        if (outcome instanceof Error) expect(outcome).toEqual(malformed);
      }
    }
  }
});
