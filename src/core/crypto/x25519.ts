import { x25519 } from '@noble/curves/ed25519.js';
import { WalletInboxError } from '../errors.ts';

/**
 * The public key of a 32-byte X25519 private key (RFC 7748).
 *
 * @throws Crypto.InvalidKey on a wrong length
 */
export const x25519PublicKey = (privateKey: Uint8Array): Uint8Array => {
  checkLength(privateKey);
  return x25519.getPublicKey(privateKey);
};

/**
 * The Diffie-Hellman secret of RFC 7748 section 6.1.
 *
 * @throws Crypto.InvalidKey on a wrong length and on public keys of low order, whose secret would be all zero
 */
export const x25519SharedSecret = (privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array => {
  checkLength(privateKey);
  checkLength(publicKey);
  try {
    return x25519.getSharedSecret(privateKey, publicKey);
  } catch {
    throw new WalletInboxError('Crypto.InvalidKey', 'An X25519 public key has a low order.');
  }
};

const checkLength = (key: Uint8Array): void => {
  if (key.length !== 32) {
    throw new WalletInboxError('Crypto.InvalidKey', 'An X25519 key is not 32 bytes long.', {
      details: { length: key.length },
    });
  }
};
