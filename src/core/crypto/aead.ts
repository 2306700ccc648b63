import { gcm } from '@noble/ciphers/aes.js';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { WalletInboxError } from '../errors.ts';

/** An AEAD of RFC 5116: lengths in bytes; a ciphertext ends with its tag. */
export interface Aead {
  /** Its number in the HPKE registry (RFC 9180 section 7.3). */
  readonly hpkeId: number;
  readonly keyLength: number;
  readonly nonceLength: number;
  readonly tagLength: number;
  /** @throws Crypto.InvalidKey when key or nonce have the wrong length */
  seal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Uint8Array;
  /** @throws Crypto.OpenFailed for every ciphertext that this key, nonce and aad did not make */
  open(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array): Uint8Array;
}

interface OneCipher {
  encrypt(plaintext: Uint8Array): Uint8Array;
  decrypt(ciphertext: Uint8Array): Uint8Array;
}

const createAead = (
  hpkeId: number,
  keyLength: number,
  cipher: (key: Uint8Array, nonce: Uint8Array, aad: Uint8Array) => OneCipher,
): Aead => {
  const nonceLength = 12;
  const tagLength = 16;
  const check = (key: Uint8Array, nonce: Uint8Array): void => {
    if (key.length !== keyLength || nonce.length !== nonceLength) {
      throw new WalletInboxError('Crypto.InvalidKey', 'A key or nonce has the wrong length.', {
        details: { keyLength: key.length, nonceLength: nonce.length },
      });
    }
  };
  return {
    hpkeId,
    keyLength,
    nonceLength,
    tagLength,
    seal(key, nonce, aad, plaintext) {
      check(key, nonce);
      return cipher(key, nonce, aad).encrypt(plaintext);
    },
    open(key, nonce, aad, ciphertext) {
      check(key, nonce);
      if (ciphertext.length >= tagLength) {
        try {
          return cipher(key, nonce, aad).decrypt(ciphertext);
        } catch {
          // The cause would only say "invalid tag"; which check failed is nobody's business.
        }
      }
      throw new WalletInboxError('Crypto.OpenFailed', 'A ciphertext did not open under its key.');
    },
  };
};

/** ChaCha20-Poly1305 (RFC 8439): the AEAD of MLS suite 3 and of the welcome wrapper. */
export const chacha20Poly1305: Aead = createAead(3, 32, chacha20poly1305);

/** AES-128-GCM (NIST SP 800-38D): only for the suite-1 test vectors of MLS. */
export const aes128Gcm: Aead = createAead(1, 16, gcm);
