import { pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { sha512 } from '@noble/hashes/sha2.js';

/** PBKDF2-HMAC-SHA512 (RFC 8018), yielding to the event loop: only for recovery phrases (BIP-39). */
export const derivePbkdf2Sha512 = (
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Promise<Uint8Array> => pbkdf2Async(sha512, password, salt, { c: iterations, dkLen: length });
