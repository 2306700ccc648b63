import { expect, test } from 'vitest';
import { utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { ed25519PublicKey, ed25519phSign, ed25519phVerify, ed25519Sign, ed25519Verify } from './ed25519.ts';
import { verifySignatures } from './signatureBatch.ts';

// RFC 8032 section 7.1, test 2
const seed = hexToBytes('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
const publicKey = hexToBytes('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
const message = hexToBytes('72');
const signature = hexToBytes(
  '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
);

test('keys and signatures follow RFC 8032 7.1', () => {
  expect(ed25519PublicKey(seed)).toEqual(publicKey);
  expect(ed25519Sign(seed, message)).toEqual(signature);
  expect(ed25519Verify(publicKey, message, signature)).toBe(true);
});

test('the prehashed form follows RFC 8032 7.3', () => {
  const phSeed = hexToBytes('833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42');
  const empty = new Uint8Array();
  const signed = ed25519phSign(phSeed, utf8Encode('abc'), empty);
  expect(bytesToHex(signed)).toBe(
    '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406',
  );
  const phKey = ed25519PublicKey(phSeed);
  expect(ed25519phVerify(phKey, utf8Encode('abc'), signed, empty)).toBe(true);
  expect(ed25519phVerify(phKey, utf8Encode('abc'), signed, utf8Encode('other context'))).toBe(false);
});

test('malformed keys and signatures are false, one by one and in a batch', async () => {
  const changed = signature.slice();
  changed[0] = 0x93;
  const good = { publicKey, message, signature };
  const bad = [
    { ...good, signature: changed },
    { ...good, message: hexToBytes('73') },
    { ...good, signature: signature.subarray(1) },
    { ...good, publicKey: publicKey.subarray(1) },
    { ...good, publicKey: new Uint8Array(32).fill(0xff) },
    { ...good, publicKey: new Uint8Array(), signature: new Uint8Array() },
  ];
  for (const check of bad) {
    expect(ed25519Verify(check.publicKey, check.message, check.signature)).toBe(false);
  }
  expect(await verifySignatures([good, ...bad, good])).toEqual([true, ...bad.map(() => false), true]);
});

test('a batch with more senders than keys are kept is answered in order', async () => {
  const checks = Array.from({ length: 600 }, (_, index) => {
    const own = new Uint8Array(32).fill(index % 256).fill(index >> 8, 0, 1);
    return { publicKey: ed25519PublicKey(own), message, signature: ed25519Sign(own, message) };
  });
  const broken = checks.map((check, index) =>
    index % 7 === 0 ? { ...check, message: hexToBytes('00') } : check,
  );
  expect(await verifySignatures(broken)).toEqual(checks.map((_, index) => index % 7 !== 0));
});

test('a seed of a wrong length is a coded error', () => {
  for (const call of [
    () => ed25519PublicKey(new Uint8Array(31)),
    () => ed25519Sign(new Uint8Array(33), message),
    () => ed25519phSign(new Uint8Array(), message, new Uint8Array()),
  ]) {
    expect(call).toThrow(expect.objectContaining({ code: 'Crypto.InvalidKey' }));
  }
});
