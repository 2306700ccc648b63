import { ed25519PublicKey } from '../crypto/ed25519.ts';
import type { Random } from '../ports.ts';
import type { Capabilities } from './capabilities.ts';
import { type CipherSuite, protocolVersion, suite3 } from './cipherSuite.ts';
import type { Extension } from './extension.ts';
import { encodeKeyPackage, type KeyPackage, keyPackageRef, signKeyPackage } from './keyPackage.ts';
import { type Lifetime, signLeafNode } from './leafNode.ts';

/** What a client keeps and publishes of a new key package. */
export interface GeneratedKeyPackage {
  readonly keyPackage: KeyPackage;
  /** TLS bytes without an MLSMessage around them. */
  readonly bytes: Uint8Array;
  readonly initPrivateKey: Uint8Array;
  readonly encryptionPrivateKey: Uint8Array;
  /** By which a welcome names it, 32 bytes. */
  readonly ref: Uint8Array;
}

/**
 * A key package with a basic credential (RFC 9420 section 10).
 *
 * @param params.identity the credential's bytes
 * @param params.signaturePrivateKey an Ed25519 seed of 32 bytes
 */
export function createKeyPackage(
  params: {
    readonly identity: Uint8Array;
    readonly signaturePrivateKey: Uint8Array;
    readonly capabilities: Capabilities;
    readonly lifetime: Lifetime;
    readonly leafExtensions?: readonly Extension[];
    readonly extensions?: readonly Extension[];
    readonly suite?: CipherSuite;
  },
  random: Random,
): GeneratedKeyPackage {
  const { signaturePrivateKey } = params;
  const suite = params.suite ?? suite3;
  const init = suite.hpke.kem.derive(random.bytes(32));
  const encryption = suite.hpke.kem.derive(random.bytes(32));
  const leafNode = signLeafNode(
    {
      encryptionKey: encryption.publicKey,
      signatureKey: ed25519PublicKey(signaturePrivateKey),
      credential: { type: 'basic', identity: params.identity },
      capabilities: params.capabilities,
      source: { kind: 'keyPackage', lifetime: params.lifetime },
      extensions: params.leafExtensions ?? [],
    },
    signaturePrivateKey,
  );
  const keyPackage = signKeyPackage(
    {
      version: protocolVersion,
      cipherSuite: suite.id,
      initKey: init.publicKey,
      leafNode,
      extensions: params.extensions ?? [],
    },
    signaturePrivateKey,
  );
  return {
    keyPackage,
    bytes: encodeKeyPackage(keyPackage),
    initPrivateKey: init.privateKey,
    encryptionPrivateKey: encryption.privateKey,
    ref: keyPackageRef(keyPackage),
  };
}
