import { utf8Encode } from '../core/bytes/bytes.ts';
import { hkdfSha256 } from '../core/crypto/hkdf.ts';

const purpose = 'wallet-inbox command line store v1';

/**
 * The 32-byte key under which the command line's store is sealed, derived from the wallet's key (RFC 5869), so that a
 * store without its wallet is unreadable and no second secret has to be kept.
 *
 * A wallet key has 256 bits of entropy, so the salt may be empty; `purpose` keeps this key apart from any other use.
 */
export function dataKey(privateKey: Uint8Array): Uint8Array {
  return hkdfSha256(privateKey, new Uint8Array(), utf8Encode(purpose), 32);
}
