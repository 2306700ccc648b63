import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { WalletInboxError } from '../errors.ts';
import type { Random } from '../ports.ts';

/** Seals records at rest. */
export interface Sealer {
  /** A random 24-byte nonce, then ciphertext and tag: 40 bytes more than `plaintext`. `aad` binds it to its place. */
  seal(plaintext: Uint8Array, aad: Uint8Array): Uint8Array;
  /** @throws Crypto.OpenFailed when these bytes were not sealed by this key under this `aad` */
  open(sealed: Uint8Array, aad: Uint8Array): Uint8Array;
}

const nonceLength = 24;
const tagLength = 16;

/**
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) under one data key. Its nonce is long enough to be drawn at random
 * for each record, so that no counter has to survive a crash.
 *
 * @throws Crypto.InvalidKey unless `dataKey` is 32 bytes
 */
export const createSealer = (dataKey: Uint8Array, random: Random): Sealer => {
  if (dataKey.length !== 32) {
    throw new WalletInboxError('Crypto.InvalidKey', 'A data key is not 32 bytes long.');
  }
  // A copy: the caller may wipe its own.
  const key = dataKey.slice();
  return {
    seal(plaintext, aad) {
      const sealed = new Uint8Array(nonceLength + plaintext.length + tagLength);
      const nonce = random.bytes(nonceLength);
      sealed.set(nonce, 0);
      xchacha20poly1305(key, nonce, aad).encrypt(plaintext, sealed.subarray(nonceLength));
      return sealed;
    },
    open(sealed, aad) {
      if (sealed.length >= nonceLength + tagLength) {
        try {
          return xchacha20poly1305(key, sealed.subarray(0, nonceLength), aad).decrypt(
            sealed.subarray(nonceLength),
          );
        } catch {
          // Wrong key, wrong place or changed bytes: one answer for all.
        }
      }
      throw new WalletInboxError('Crypto.OpenFailed', 'A sealed record did not open under its key.');
    },
  };
};
