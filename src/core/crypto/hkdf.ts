import { WalletInboxError } from '../errors.ts';
import { hmacSha256 } from './hash.ts';

const hashLength = 32;

/** HKDF-Extract with SHA-256 (RFC 5869 section 2.2): a 32-byte pseudorandom key. An empty salt means 32 zeros. */
export const hkdfExtract = (salt: Uint8Array, ikm: Uint8Array): Uint8Array => hmacSha256(salt, ikm);

/**
 * HKDF-Expand with SHA-256 (RFC 5869 section 2.3): `length` bytes, at most 255 * 32.
 *
 * Nearly all of MLS asks for one block, which is one HMAC here.
 *
 * @throws Crypto.InvalidKey when more is asked for than the construction gives
 */
export const hkdfExpand = (prk: Uint8Array, info: Uint8Array, length: number): Uint8Array => {
  if (length > 255 * hashLength) {
    throw new WalletInboxError('Crypto.InvalidKey', 'HKDF cannot give that many bytes.', {
      details: { length },
    });
  }
  const blocks = Math.ceil(length / hashLength);
  const output = new Uint8Array(blocks * hashLength);
  // One buffer for T(i-1) || info || i; the first round leaves the front out.
  const input = new Uint8Array(hashLength + info.length + 1);
  input.set(info, hashLength);
  for (let round = 1; round <= blocks; round += 1) {
    input[input.length - 1] = round;
    const block = hmacSha256(prk, round === 1 ? input.subarray(hashLength) : input);
    output.set(block, (round - 1) * hashLength);
    input.set(block, 0);
  }
  return output.length === length ? output : output.slice(0, length);
};

/** Extract, then expand. */
export const hkdfSha256 = (ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array =>
  hkdfExpand(hkdfExtract(salt, ikm), info, length);
