import { concatBytes, utf8Encode } from '../bytes/bytes.ts';
import { hmacSha512 } from '../crypto/hash.ts';
import { isSecp256k1PrivateKey, secp256k1AddPrivateKeys, secp256k1PublicKey } from '../crypto/secp256k1.ts';
import { WalletInboxError } from '../errors.ts';

const hardened = 0x80000000;
const masterKeySalt = utf8Encode('Bitcoin seed');

/**
 * The private key at `m / path` under a BIP-39 seed (BIP-32, private parent to private child).
 *
 * @param path child numbers; `hardenedIndex` gives the hardened ones
 * @throws Crypto.InvalidKey in the one of 2^127 cases that BIP-32 leaves without a key
 */
export const derivePrivateKey = (seed: Uint8Array, path: readonly number[]): Uint8Array => {
  let node = hmacSha512(masterKeySalt, seed);
  if (!isSecp256k1PrivateKey(node.subarray(0, 32))) throw noKey();
  for (const index of path) {
    const key = node.subarray(0, 32);
    const chainCode = node.subarray(32);
    const parent =
      index >= hardened ? concatBytes(Uint8Array.of(0), key) : secp256k1PublicKey(key, 'compressed');
    const child = hmacSha512(chainCode, concatBytes(parent, uint32(index)));
    const childKey = secp256k1AddPrivateKeys(key, child.subarray(0, 32));
    if (childKey === undefined) throw noKey();
    node = concatBytes(childKey, child.subarray(32));
  }
  return node.slice(0, 32);
};

/** The child number that BIP-32 writes as `index'`. */
export const hardenedIndex = (index: number): number => index + hardened;

const uint32 = (value: number): Uint8Array =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);

const noKey = (): WalletInboxError =>
  new WalletInboxError('Crypto.InvalidKey', 'There is no key at this derivation path.');
