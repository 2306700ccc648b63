import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes } from '../bytes/bytes.ts';
import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { recoverPersonalSignAddress, signPersonalText } from './personalSign.ts';
import { secp256k1LowS } from './secp256k1.ts';

// web3.js documentation of eth.accounts.sign: key, text and signature
const privateKey = hexToBytes('4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318');
const address = '0x2c7536e3605d9c16a7a3d7b1898e529396a65c23';
const signatureHex =
  'b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c';

test('signs and recovers as Ethereum wallets do', () => {
  const signature = signPersonalText(privateKey, 'Some data');
  expect(bytesToHex(signature)).toBe(signatureHex);
  expect(recoverPersonalSignAddress('Some data', signature)).toBe(address);
  expect(recoverPersonalSignAddress('Some date', signature)).not.toBe(address);
});

test('v may be 0 / 1, 27 / 28 or of EIP-155; other bytes are no signature', () => {
  const compact = hexToBytes(signatureHex).subarray(0, 64);
  const withV = (v: number): string | undefined =>
    recoverPersonalSignAddress('Some data', concatBytes(compact, Uint8Array.of(v)));
  for (const v of [1, 28, 36, 38]) expect(withV(v)).toBe(address);
  for (const v of [0, 27, 35, 37]) expect(withV(v)).not.toBe(address);
  for (const v of [2, 3, 26, 29, 34]) expect(withV(v)).toBeUndefined();
  expect(recoverPersonalSignAddress('Some data', compact)).toBeUndefined();
});

test('a high s is brought down, a value out of range is none', () => {
  const compact = hexToBytes(signatureHex).subarray(0, 64);
  const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const s = BigInt(`0x${bytesToHex(compact.subarray(32))}`);
  const high = concatBytes(compact.subarray(0, 32), hexToBytes((n - s).toString(16).padStart(64, '0')));
  expect(secp256k1LowS(high)).toEqual(compact);
  expect(secp256k1LowS(compact)).toEqual(compact);
  expect(secp256k1LowS(new Uint8Array(64))).toBeUndefined();
  expect(secp256k1LowS(new Uint8Array(64).fill(0xff))).toBeUndefined();
  expect(secp256k1LowS(compact.subarray(1))).toBeUndefined();
});

test('random bytes recover to some address or to none, never to an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 60, maxLength: 66 }), fc.string(), (bytes, text) => {
      const found = recoverPersonalSignAddress(text, bytes);
      expect(found === undefined || /^0x[0-9a-f]{40}$/.test(found)).toBe(true);
    }),
    { numRuns: 50 },
  );
});
