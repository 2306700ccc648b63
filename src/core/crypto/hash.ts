import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256, sha512 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';

/** SHA-256 (FIPS 180-4), 32 bytes. */
export const sha256 = (message: Uint8Array): Uint8Array => nobleSha256(message);

/** HMAC-SHA256 (RFC 2104), 32 bytes. */
export const hmacSha256 = (key: Uint8Array, message: Uint8Array): Uint8Array =>
  hmac(nobleSha256, key, message);

/** HMAC-SHA512 (RFC 2104), 64 bytes: only for recovery phrases (BIP-32). */
export const hmacSha512 = (key: Uint8Array, message: Uint8Array): Uint8Array => hmac(sha512, key, message);

/** Keccak-256 as Ethereum uses it (the padding before FIPS 202), 32 bytes. */
export const keccak256 = (message: Uint8Array): Uint8Array => keccak_256(message);
