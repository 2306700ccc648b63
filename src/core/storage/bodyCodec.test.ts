import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWalletInboxError } from '../errors.ts';
import { decodeBody, encodeBody } from './bodyCodec.ts';

const roundTrip = (body: unknown) => decodeBody(encodeBody(body));

test('numbers stay numbers and bigints stay bigints, of every size', () => {
  const numbers = [
    0,
    1,
    -1,
    127,
    128,
    255,
    2 ** 31,
    -(2 ** 31),
    2 ** 32,
    2 ** 53 - 1,
    -(2 ** 53 - 1),
    1.5,
    1e300,
  ];
  for (const value of [...numbers, Number.POSITIVE_INFINITY]) expect(roundTrip(value)).toBe(value);
  for (const value of [0n, 1n, -1n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n, -(2n ** 63n)]) {
    expect(roundTrip(value)).toBe(value);
  }
});

test('bytes, nested values and an absent body come back', () => {
  const body = { a: new Uint8Array([1, 2, 255]), list: [null, true, 'ä', { deep: [1n, 1] }], empty: {} };
  expect(roundTrip(body)).toEqual(body);
  expect(roundTrip(undefined)).toBeUndefined();
  expect(roundTrip(null)).toBeNull();
  expect(roundTrip(new Uint8Array(70_000).fill(7))).toEqual(new Uint8Array(70_000).fill(7));
});

test('undefined fields are dropped', () => {
  expect(Object.keys(roundTrip({ a: undefined, b: 1 }) as object)).toEqual(['b']);
});

test('a __proto__ key is a field like any other', () => {
  const body = JSON.parse('{"outer":{"__proto__":{"isAdmin":true},"b":1},"constructor":"x"}') as object;
  const back = roundTrip(body) as { outer: Record<string, unknown> };
  expect(Object.getPrototypeOf(back.outer)).toBe(Object.prototype);
  expect(back.outer.isAdmin).toBeUndefined();
  expect(Object.entries(back.outer)).toEqual([
    ['__proto__', { isAdmin: true }],
    ['b', 1],
  ]);
  expect(JSON.stringify(back)).toBe(JSON.stringify(body));
});

test.each([
  ['a bigint of 65 bits', 2n ** 64n],
  ['a bigint of 65 bits below zero', { a: [-(2n ** 63n) - 1n] }],
  ['a Map', { a: new Map() }],
  ['a Date', new Date(0)],
  ['a class', new (class Thing {})()],
  ['an array with a hole', { a: [1, undefined] }],
  ['a function', { f: () => 1 }],
  ['a symbol', [Symbol('s')]],
  ['other typed arrays', new Uint16Array(2)],
])('%s is refused', (_name, body) => {
  expect(() => encodeBody(body)).toThrow(expect.objectContaining({ code: 'Storage.InvalidRequest' }));
});

test('a body that contains itself is refused', () => {
  const body: Record<string, unknown> = {};
  body.self = body;
  expect(() => encodeBody(body)).toThrow(expect.objectContaining({ code: 'Storage.InvalidRequest' }));
  // The encoder is shared; a failure must not leave it half-way.
  expect(roundTrip({ a: 1 })).toEqual({ a: 1 });
});

test('random bodies come back, random bytes never throw a foreign error', () => {
  const leaf = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    fc.string(),
    fc.uint8Array({ maxLength: 300 }),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('tree'), { maxLength: 5 }),
      fc.dictionary(fc.string(), tie('tree'), { maxKeys: 5, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(tree, (body) => {
      expect(roundTrip(body)).toEqual(body);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decodeBody(bytes);
      } catch (error) {
        expect(isWalletInboxError(error, 'Storage.Corrupt')).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});
