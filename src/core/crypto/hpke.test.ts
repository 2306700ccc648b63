import { expect, test } from 'vitest';
import { utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import type { Random } from '../ports.ts';
import { chacha20Poly1305 } from './aead.ts';
import { dhkemX25519 } from './dhkemX25519.ts';
import { createHpke } from './hpke.ts';
import { webRandom } from './random.ts';
import { xWing } from './xWing.ts';

// RFC 9180 appendix A.2.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, base mode
const info = hexToBytes('4f6465206f6e2061204772656369616e2055726e');
const ikmE = hexToBytes('909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b');
const ikmR = hexToBytes('1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df');
const plaintext = hexToBytes('4265617574792069732074727574682c20747275746820626561757479');
const fixed = (bytes: Uint8Array): Random => ({ bytes: () => bytes });
const hpke = createHpke({ kem: dhkemX25519, aead: chacha20Poly1305 });

test('DHKEM(X25519) with ChaCha20-Poly1305 follows RFC 9180 A.2.1', () => {
  const recipient = dhkemX25519.derive(ikmR);
  expect(bytesToHex(recipient.privateKey)).toBe(
    '8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb',
  );
  const { enc, context } = hpke.setupSender(recipient.publicKey, info, fixed(ikmE));
  expect(bytesToHex(enc)).toBe('1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a');
  const first = context.seal(utf8Encode('Count-0'), plaintext);
  const second = context.seal(utf8Encode('Count-1'), plaintext);
  expect(bytesToHex(first)).toBe(
    '1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28',
  );
  expect(bytesToHex(second)).toBe(
    '6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e85285337cc95ba5f59992dc98c',
  );
  expect(bytesToHex(context.export(new Uint8Array(), 32))).toBe(
    '4bbd6243b8bb54cec311fac9df81841b6fd61f56538a775e7c80a9f40160606e',
  );

  const receiver = hpke.setupReceiver(enc, recipient.privateKey, info);
  expect(receiver.open(utf8Encode('Count-0'), first)).toEqual(plaintext);
  expect(receiver.open(utf8Encode('Count-1'), second)).toEqual(plaintext);
});

test('a failed open leaves the sequence number where it was', () => {
  const recipient = dhkemX25519.derive(ikmR);
  const { enc, context } = hpke.setupSender(recipient.publicKey, info, webRandom);
  const aad = new Uint8Array();
  const sealed = context.seal(aad, plaintext);
  const receiver = hpke.setupReceiver(enc, recipient.privateKey, info, recipient.publicKey);
  const changed = sealed.slice();
  changed[3] = (changed[3] ?? 0) ^ 1;
  for (const bad of [changed, sealed.subarray(0, 15), new Uint8Array()]) {
    expect(() => receiver.open(aad, bad)).toThrow(expect.objectContaining({ code: 'Crypto.OpenFailed' }));
  }
  expect(receiver.open(aad, sealed)).toEqual(plaintext);
});

test.each([dhkemX25519, xWing])('KEM $id: what one seals only the other opens', (kem) => {
  const both = createHpke({ kem, aead: chacha20Poly1305 });
  const recipient = kem.derive(webRandom.bytes(kem.privateKeyLength));
  const aad = utf8Encode('aad');
  const { enc, ciphertext } = both.sealBase(recipient.publicKey, info, aad, plaintext, webRandom);
  expect(enc.length).toBe(kem.encapLength);
  expect(recipient.publicKey.length).toBe(kem.publicKeyLength);
  expect(kem.publicKey(recipient.privateKey)).toEqual(recipient.publicKey);
  expect(both.openBase(enc, recipient.privateKey, info, aad, ciphertext)).toEqual(plaintext);
  const other = kem.derive(webRandom.bytes(32));
  const opens = [
    () => both.openBase(enc, other.privateKey, info, aad, ciphertext),
    () => both.openBase(enc, recipient.privateKey, utf8Encode('other'), aad, ciphertext),
    () => both.openBase(enc, recipient.privateKey, info, utf8Encode('other'), ciphertext),
  ];
  for (const open of opens) expect(open).toThrow(expect.objectContaining({ code: 'Crypto.OpenFailed' }));
});

test.each([dhkemX25519, xWing])('KEM $id: malformed keys and encapsulations are coded errors', (kem) => {
  const both = createHpke({ kem, aead: chacha20Poly1305 });
  const recipient = kem.derive(webRandom.bytes(32));
  const { enc } = kem.encap(recipient.publicKey, webRandom);
  const nothing = new Uint8Array();
  const calls = [
    () => both.sealBase(recipient.publicKey.subarray(1), info, nothing, plaintext, webRandom),
    () => both.sealBase(new Uint8Array(kem.publicKeyLength), info, nothing, plaintext, webRandom),
    () => both.sealBase(new Uint8Array(kem.publicKeyLength).fill(0xff), info, nothing, plaintext, webRandom),
    () => both.setupReceiver(enc.subarray(1), recipient.privateKey, info),
    () => both.setupReceiver(nothing, recipient.privateKey, info),
    () => both.setupReceiver(new Uint8Array(kem.encapLength), recipient.privateKey, info),
    () => both.setupReceiver(enc, recipient.privateKey.subarray(1), info),
  ];
  for (const call of calls.slice(0, 2)) {
    expect(call).toThrow(expect.objectContaining({ code: 'Crypto.InvalidKey' }));
  }
  for (const call of calls.slice(3)) {
    expect(call).toThrow(expect.objectContaining({ code: 'Crypto.InvalidKey' }));
  }
  if (kem === xWing) expect(calls[2]).toThrow(expect.objectContaining({ code: 'Crypto.InvalidKey' }));
});
