import { bytesToHex } from '../bytes/hex.ts';

/** What has to be kept for one of our published key packages, until no welcome for it can come any more. */
export interface KeyPackageSecrets {
  /** TLS KeyPackage, as uploaded. */
  readonly keyPackage: Uint8Array;
  /** Hex of its KeyPackageRef: welcomes name it inside. */
  readonly refHex: string;
  readonly initPublicKey: Uint8Array;
  readonly initPrivateKey: Uint8Array;
  readonly encryptionPrivateKey: Uint8Array;
  /** X-Wing; the private part is its 32-byte seed. */
  readonly wrapperPublicKey: Uint8Array;
  readonly wrapperPrivateKey: Uint8Array;
}

/** Hex of the public keys that a welcome's `hpke_public_key` may name, depending on the wrapper its sender chose. */
export const keyPackageLookupKeys = (secrets: KeyPackageSecrets): readonly string[] => [
  bytesToHex(secrets.initPublicKey),
  bytesToHex(secrets.wrapperPublicKey),
];
