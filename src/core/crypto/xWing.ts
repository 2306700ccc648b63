import { sha3_256, shake256 } from '@noble/hashes/sha3.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { concatBytes } from '../bytes/bytes.ts';
import { WalletInboxError } from '../errors.ts';
import type { Kem } from './kem.ts';
import { x25519PublicKey, x25519SharedSecret } from './x25519.ts';

const mlKemPublicKeyLength = 1184;
const mlKemCiphertextLength = 1088;
const x25519Length = 32;
/** The label of the combiner: `\./` over `/^\`. */
const label = Uint8Array.of(0x5c, 0x2e, 0x2f, 0x2f, 0x5e, 0x5c);

/**
 * X-Wing (draft-connolly-cfrg-xwing-kem-06): ML-KEM-768 and X25519, either of which alone keeps the secret.
 * The private key is the 32-byte seed.
 *
 * Its HPKE number is 0x004D: the one that earlier drafts asked for and that XMTP's welcomes carry on the wire; draft-06
 * itself says 0x647a. It only enters through the suite id.
 */
export const xWing: Kem = {
  id: 0x004d,
  publicKeyLength: mlKemPublicKeyLength + x25519Length,
  privateKeyLength: 32,
  encapLength: mlKemCiphertextLength + x25519Length,
  derive(ikm) {
    const privateKey = shake256(ikm, { dkLen: 32 });
    return { privateKey, publicKey: publicKeyOf(expandSeed(privateKey)) };
  },
  publicKey: (privateKey) => publicKeyOf(expandSeed(privateKey)),
  encap(publicKey, random) {
    if (publicKey.length !== this.publicKeyLength) throw invalidKey('public key');
    const mlKemPublicKey = publicKey.subarray(0, mlKemPublicKeyLength);
    const x25519PublicKeyBytes = publicKey.subarray(mlKemPublicKeyLength);
    const seed = random.bytes(32 + x25519Length);
    const mlKem = encapsulateMlKem(mlKemPublicKey, seed.subarray(0, 32));
    const ephemeral = seed.subarray(32);
    const x25519Ciphertext = x25519PublicKey(ephemeral);
    const x25519Secret = x25519SharedSecret(ephemeral, x25519PublicKeyBytes);
    return {
      enc: concatBytes(mlKem.cipherText, x25519Ciphertext),
      sharedSecret: combine(mlKem.sharedSecret, x25519Secret, x25519Ciphertext, x25519PublicKeyBytes),
    };
  },
  decap(enc, privateKey) {
    if (enc.length !== this.encapLength) throw invalidKey('encapsulation');
    const expanded = expandSeed(privateKey);
    const x25519Ciphertext = enc.subarray(mlKemCiphertextLength);
    const mlKemSecret = ml_kem768.decapsulate(
      enc.subarray(0, mlKemCiphertextLength),
      expanded.mlKem.secretKey,
    );
    const x25519Secret = x25519SharedSecret(expanded.x25519PrivateKey, x25519Ciphertext);
    return combine(mlKemSecret, x25519Secret, x25519Ciphertext, x25519PublicKey(expanded.x25519PrivateKey));
  },
};

interface ExpandedSeed {
  readonly mlKem: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array };
  readonly x25519PrivateKey: Uint8Array;
}

const expandSeed = (seed: Uint8Array): ExpandedSeed => {
  if (seed.length !== 32) throw invalidKey('private key');
  const expanded = shake256(seed, { dkLen: 96 });
  return { mlKem: ml_kem768.keygen(expanded.slice(0, 64)), x25519PrivateKey: expanded.slice(64) };
};

const publicKeyOf = (expanded: ExpandedSeed): Uint8Array =>
  concatBytes(expanded.mlKem.publicKey, x25519PublicKey(expanded.x25519PrivateKey));

/** ML-KEM checks that the coefficients of a foreign public key are reduced (FIPS 203 section 7.2). */
const encapsulateMlKem = (
  publicKey: Uint8Array,
  randomness: Uint8Array,
): { readonly cipherText: Uint8Array; readonly sharedSecret: Uint8Array } => {
  try {
    return ml_kem768.encapsulate(publicKey, randomness);
  } catch {
    throw invalidKey('public key');
  }
};

const combine = (
  mlKemSecret: Uint8Array,
  x25519Secret: Uint8Array,
  x25519Ciphertext: Uint8Array,
  x25519PublicKeyBytes: Uint8Array,
): Uint8Array =>
  sha3_256(concatBytes(mlKemSecret, x25519Secret, x25519Ciphertext, x25519PublicKeyBytes, label));

const invalidKey = (part: string): WalletInboxError =>
  new WalletInboxError('Crypto.InvalidKey', `An X-Wing ${part} is malformed.`);
