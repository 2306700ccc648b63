import { concatBytes, utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { keccak256 } from './hash.ts';
import { secp256k1PublicKey, secp256k1RecoverPublicKey, secp256k1SignHash } from './secp256k1.ts';

const prefix = utf8Encode('\x19Ethereum Signed Message:\n');

/** The hash that `personal_sign` signs (EIP-191 version 0x45). */
export const personalMessageHash = (text: string): Uint8Array => {
  const message = utf8Encode(text);
  return keccak256(concatBytes(prefix, utf8Encode(String(message.length)), message));
};

/** The Ethereum address of an uncompressed (65-byte) public key: `0x` and 40 lower-case hex digits. */
export const ethereumAddress = (publicKey: Uint8Array): string =>
  `0x${bytesToHex(keccak256(publicKey.subarray(1)).subarray(12))}`;

/**
 * The Ethereum address of a private key.
 *
 * @throws Crypto.InvalidKey
 */
export const ethereumAddressOfPrivateKey = (privateKey: Uint8Array): string =>
  ethereumAddress(secp256k1PublicKey(privateKey, 'full'));

/**
 * `personal_sign`: 65 bytes r || s || v with low s and v 27 or 28.
 *
 * @throws Crypto.InvalidKey
 */
export const signPersonalText = (privateKey: Uint8Array, text: string): Uint8Array => {
  const { compact, recoveryBit } = secp256k1SignHash(privateKey, personalMessageHash(text));
  return concatBytes(compact, Uint8Array.of(27 + recoveryBit));
};

/**
 * The lower-case address whose `personal_sign` of `text` this is, or `undefined` when no key can have made it. v may
 * be 0 / 1, 27 / 28, or of EIP-155's form (35 and above). It is a claim about the text: the caller compares addresses.
 */
export const recoverPersonalSignAddress = (text: string, signature: Uint8Array): string | undefined => {
  const recoveryBit = signature.length === 65 ? recoveryBitOf(signature[64] ?? 0) : undefined;
  if (recoveryBit === undefined) return undefined;
  const publicKey = secp256k1RecoverPublicKey(
    signature.subarray(0, 64),
    recoveryBit,
    personalMessageHash(text),
  );
  return publicKey === undefined ? undefined : ethereumAddress(publicKey);
};

const recoveryBitOf = (v: number): 0 | 1 | undefined => {
  if (v === 0 || v === 27) return 0;
  if (v === 1 || v === 28) return 1;
  if (v >= 35) return (v - 35) % 2 === 0 ? 0 : 1;
  return undefined;
};
