import { ed25519, ed25519ph } from '@noble/curves/ed25519.js';
import { WalletInboxError } from '../errors.ts';

/** RFC 8032's decoding rules rather than ZIP 215's: what WebCrypto and the Rust clients check. */
const strict = { zip215: false } as const;

/**
 * The public key of a 32-byte seed (RFC 8032 section 5.1.5).
 *
 * @throws Crypto.InvalidKey on a wrong length
 */
export const ed25519PublicKey = (seed: Uint8Array): Uint8Array => {
  checkSeed(seed);
  return ed25519.getPublicKey(seed);
};

/**
 * An Ed25519 signature, 64 bytes.
 *
 * @throws Crypto.InvalidKey on a seed of a wrong length
 */
export const ed25519Sign = (seed: Uint8Array, message: Uint8Array): Uint8Array => {
  checkSeed(seed);
  return ed25519.sign(message, seed);
};

/** Never throws: a malformed key or signature is a false one. Pages of signatures go through {@link verifySignatures}. */
export const ed25519Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    return ed25519.verify(signature, message, publicKey, strict);
  } catch {
    return false;
  }
};

/**
 * An Ed25519ph signature (RFC 8032 section 5.1: SHA-512 prehash) under a context of at most 255 bytes.
 *
 * @throws Crypto.InvalidKey on a seed of a wrong length
 */
export const ed25519phSign = (seed: Uint8Array, message: Uint8Array, context: Uint8Array): Uint8Array => {
  checkSeed(seed);
  return ed25519ph.sign(message, seed, { context });
};

/** Never throws: a malformed key or signature is a false one. */
export const ed25519phVerify = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
  context: Uint8Array,
): boolean => {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    return ed25519ph.verify(signature, message, publicKey, { context, ...strict });
  } catch {
    return false;
  }
};

const checkSeed = (seed: Uint8Array): void => {
  if (seed.length !== 32) {
    throw new WalletInboxError('Crypto.InvalidKey', 'An Ed25519 seed is not 32 bytes long.', {
      details: { length: seed.length },
    });
  }
};
