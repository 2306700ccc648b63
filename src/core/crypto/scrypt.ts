import { scryptAsync } from '@noble/hashes/scrypt.js';
import { WalletInboxError } from '../errors.ts';

/** RFC 7914: `N` a power of two, memory 128 * N * r bytes. */
export interface ScryptParameters {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/**
 * Derives `length` bytes from a password. Yields to the event loop while it works: at N=2^17, r=8, p=1 about 0.8 s.
 *
 * @throws Crypto.InvalidKey when the parameters are out of range
 */
export const deriveScryptKey = async (
  passwordUtf8: Uint8Array,
  salt: Uint8Array,
  parameters: ScryptParameters,
  length: number,
): Promise<Uint8Array> => {
  const { N, r, p } = parameters;
  try {
    return await scryptAsync(passwordUtf8, salt, { N, r, p, dkLen: length });
  } catch (cause) {
    throw new WalletInboxError('Crypto.InvalidKey', 'Scrypt cannot work with these parameters.', {
      cause,
      details: { N, r, p, length },
    });
  }
};
