import { ml_kem768_x25519 } from '@noble/post-quantum/hybrid.js';
import { expect, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { sha256 } from './hash.ts';
import { webRandom } from './random.ts';
import { xWing } from './xWing.ts';

// draft-connolly-cfrg-xwing-kem-06, appendix C, first vector
const seed = hexToBytes('7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26');
const encapSeed = hexToBytes(
  '3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2',
);
const sharedSecret = 'd2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384';

test('encapsulation and decapsulation follow the draft', () => {
  const publicKey = xWing.publicKey(seed);
  const result = xWing.encap(publicKey, { bytes: () => encapSeed });
  expect(bytesToHex(result.sharedSecret)).toBe(sharedSecret);
  expect(bytesToHex(xWing.decap(result.enc, seed))).toBe(sharedSecret);
});

test('agrees with another composition of the same parts', () => {
  const theirs = ml_kem768_x25519.keygen(webRandom.bytes(32));
  expect(xWing.publicKey(theirs.secretKey)).toEqual(theirs.publicKey);
  const ours = xWing.encap(theirs.publicKey, webRandom);
  expect(ml_kem768_x25519.decapsulate(ours.enc, theirs.secretKey)).toEqual(ours.sharedSecret);
});

test('a changed encapsulation gives another secret, not an error that tells why', () => {
  const pair = xWing.derive(webRandom.bytes(32));
  const { enc, sharedSecret: secret } = xWing.encap(pair.publicKey, webRandom);
  const changed = enc.slice();
  changed[5] = (changed[5] ?? 0) ^ 1;
  expect(xWing.decap(changed, pair.privateKey)).not.toEqual(secret);
  expect(sha256(secret).length).toBe(32);
});
