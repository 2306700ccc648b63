import { expect, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { openAes256Gcm, sealAes256Gcm, sha256OfFile } from './aes256Gcm.ts';
import { sha256 } from './hash.ts';

/** Test case 14 of the GCM specification: 256-bit key, one block of zeros. */
const key = new Uint8Array(32);
const nonce = new Uint8Array(12);
const sealed = 'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919';

test('the vector of the specification', async () => {
  expect(bytesToHex(await sealAes256Gcm(key, nonce, new Uint8Array(16)))).toBe(sealed);
  expect(await openAes256Gcm(key, nonce, hexToBytes(sealed))).toEqual(new Uint8Array(16));
});

test('what was changed, cut or sealed otherwise does not open', async () => {
  const changed = hexToBytes(sealed);
  changed[0] = 0;
  const otherKey = new Uint8Array(32).fill(1);
  for (const [usedKey, bytes] of [
    [key, changed],
    [key, hexToBytes(sealed).subarray(1)],
    [key, new Uint8Array(3)],
    [otherKey, hexToBytes(sealed)],
  ] as const) {
    await expect(openAes256Gcm(usedKey, nonce, bytes)).rejects.toMatchObject({ code: 'Crypto.OpenFailed' });
  }
});

test('keys and nonces of another length are refused', async () => {
  await expect(sealAes256Gcm(key.subarray(16), nonce, new Uint8Array())).rejects.toMatchObject({
    code: 'Crypto.InvalidKey',
  });
  await expect(openAes256Gcm(key, new Uint8Array(16), hexToBytes(sealed))).rejects.toMatchObject({
    code: 'Crypto.InvalidKey',
  });
});

test('the digest of a file is that of its bytes', async () => {
  const file = new Uint8Array(100_000).map((_, index) => index);
  expect(await sha256OfFile(file)).toEqual(sha256(file));
});
