import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { aes128Gcm, chacha20Poly1305 } from './aead.ts';
import { webRandom } from './random.ts';
import { createSealer } from './sealer.ts';

test('ChaCha20-Poly1305 follows RFC 8439 2.8.2', () => {
  const key = hexToBytes('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f');
  const nonce = hexToBytes('070000004041424344454647');
  const aad = hexToBytes('50515253c0c1c2c3c4c5c6c7');
  const plaintext = utf8Encode(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  );
  const sealed = chacha20Poly1305.seal(key, nonce, aad, plaintext);
  expect(bytesToHex(sealed.subarray(0, 16))).toBe('d31a8d34648e60db7b86afbc53ef7ec2');
  expect(bytesToHex(sealed.subarray(-16))).toBe('1ae10b594f09e26a7e902ecbd0600691');
  expect(chacha20Poly1305.open(key, nonce, aad, sealed)).toEqual(plaintext);
});

test('AES-128-GCM follows the NIST example with an all-zero block', () => {
  const zeros = new Uint8Array(16);
  const sealed = aes128Gcm.seal(zeros, zeros.subarray(4), new Uint8Array(), zeros);
  expect(bytesToHex(sealed)).toBe('0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf');
});

test.each([chacha20Poly1305, aes128Gcm])('AEAD $hpkeId refuses every change with one code', (aead) => {
  const key = webRandom.bytes(aead.keyLength);
  const nonce = webRandom.bytes(aead.nonceLength);
  const aad = utf8Encode('aad');
  const sealed = aead.seal(key, nonce, aad, utf8Encode('text'));
  const refused = expect.objectContaining({ code: 'Crypto.OpenFailed' });
  fc.assert(
    fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
      const changed = sealed.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => aead.open(key, nonce, aad, changed)).toThrow(refused);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (random) => {
      expect(() => aead.open(key, nonce, aad, random)).toThrow(refused);
    }),
  );
  expect(() => aead.open(key, nonce, utf8Encode('aae'), sealed)).toThrow(refused);
  expect(() => aead.open(key.subarray(1), nonce, aad, sealed)).toThrow(
    expect.objectContaining({ code: 'Crypto.InvalidKey' }),
  );
});

test('a sealed record opens only under its key and at its place', () => {
  const dataKey = webRandom.bytes(32);
  const sealer = createSealer(dataKey, webRandom);
  const place = utf8Encode('messages/1');
  const first = sealer.seal(utf8Encode('canary'), place);
  expect(first).not.toEqual(sealer.seal(utf8Encode('canary'), place));
  expect(first.length).toBe(6 + 40);
  dataKey.fill(0);
  expect(sealer.open(first, place)).toEqual(utf8Encode('canary'));
  const refused = expect.objectContaining({ code: 'Crypto.OpenFailed' });
  expect(() => sealer.open(first, utf8Encode('messages/2'))).toThrow(refused);
  expect(() => sealer.open(first.subarray(0, 39), place)).toThrow(refused);
  expect(() => sealer.open(new Uint8Array(), place)).toThrow(refused);
  expect(() => createSealer(dataKey, webRandom).open(first, place)).toThrow(refused);
  expect(() => createSealer(new Uint8Array(31), webRandom)).toThrow(
    expect.objectContaining({ code: 'Crypto.InvalidKey' }),
  );
});
