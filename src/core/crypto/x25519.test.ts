import { expect, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { x25519PublicKey, x25519SharedSecret } from './x25519.ts';

test('follows RFC 7748 6.1', () => {
  const bobPrivate = hexToBytes('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
  const alicePublic = hexToBytes('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
  expect(bytesToHex(x25519PublicKey(bobPrivate))).toBe(
    'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
  );
  expect(bytesToHex(x25519SharedSecret(bobPrivate, alicePublic))).toBe(
    '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742',
  );
});

test('public keys of low order and wrong lengths are refused', () => {
  const privateKey = new Uint8Array(32).fill(1);
  const refused = expect.objectContaining({ code: 'Crypto.InvalidKey' });
  const lowOrder = [
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ];
  for (const hex of lowOrder) {
    expect(() => x25519SharedSecret(privateKey, hexToBytes(hex))).toThrow(refused);
  }
  expect(() => x25519SharedSecret(privateKey, new Uint8Array(31))).toThrow(refused);
  expect(() => x25519SharedSecret(new Uint8Array(33), new Uint8Array(32).fill(9))).toThrow(refused);
  expect(() => x25519PublicKey(new Uint8Array())).toThrow(refused);
});
