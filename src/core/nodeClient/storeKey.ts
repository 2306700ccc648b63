import { utf8Encode } from '../bytes/bytes.ts';
import { hkdfSha256 } from '../crypto/hkdf.ts';

/** It began with the command line; another word now would make the stores that there are unreadable. */
const purpose = 'wallet-inbox command line store v1';

/**
 * The 32-byte key under which a store in Node is sealed, derived from the wallet's key (RFC 5869), so that a store
 * without its wallet is unreadable and no second secret has to be kept.
 *
 * A wallet key has 256 bits of entropy, so the salt may be empty; `purpose` keeps this key apart from any other use.
 */
export function storeKey(privateKey: Uint8Array): Uint8Array {
  return hkdfSha256(privateKey, new Uint8Array(), utf8Encode(purpose), 32);
}
