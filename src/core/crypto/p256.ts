import { p256 } from '@noble/curves/nist.js';

/**
 * Checks an ECDSA signature on P-256 with SHA-256 (FIPS 186-5): the key in SEC 1 form, the signature in DER, as WebAuthn
 * gives them. Never throws: what is malformed is false.
 */
export const p256Verify = (publicKey: Uint8Array, message: Uint8Array, derSignature: Uint8Array): boolean => {
  try {
    return p256.verify(derSignature, message, publicKey, { format: 'der', lowS: false, prehash: true });
  } catch {
    return false;
  }
};
