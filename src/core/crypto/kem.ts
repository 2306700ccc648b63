import type { Random } from '../ports.ts';

/** A key encapsulation mechanism as RFC 9180 section 4 wants it. Lengths are in bytes. */
export interface Kem {
  /** The number in the HPKE suite id. */
  readonly id: number;
  readonly publicKeyLength: number;
  readonly privateKeyLength: number;
  readonly encapLength: number;
  /** `DeriveKeyPair`: deterministic; for a fresh pair pass `privateKeyLength` random bytes. */
  derive(ikm: Uint8Array): { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array };
  /** @throws Crypto.InvalidKey when `privateKey` has the wrong length */
  publicKey(privateKey: Uint8Array): Uint8Array;
  /** @throws Crypto.InvalidKey when `publicKey` is not one */
  encap(
    publicKey: Uint8Array,
    random: Random,
  ): { readonly enc: Uint8Array; readonly sharedSecret: Uint8Array };
  /**
   * @param publicKey the pair's other half when at hand: saves computing it again
   * @throws Crypto.InvalidKey when `enc` or `privateKey` is malformed
   */
  decap(enc: Uint8Array, privateKey: Uint8Array, publicKey?: Uint8Array): Uint8Array;
}
