import type { TlsReader } from '../bytes/tlsReader.ts';
import { encodeTls, TlsWriter } from '../bytes/tlsWriter.ts';
import type { SignatureCheck } from '../crypto/signatureBatch.ts';
import { type Capabilities, readCapabilities, writeCapabilities } from './capabilities.ts';
import { type Credential, readCredential, writeCredential } from './credential.ts';
import { type Extension, readExtensions, writeExtensions } from './extension.ts';
import { refuse } from './mlsError.ts';
import { signatureCheck, signWithLabel } from './signWithLabel.ts';

/** Seconds since 1970, both ends inclusive (RFC 9420 section 7.2). */
export interface Lifetime {
  readonly notBefore: bigint;
  readonly notAfter: bigint;
}

/** Where a leaf came from, and what that source adds to it. */
export type LeafNodeSource =
  | { readonly kind: 'keyPackage'; readonly lifetime: Lifetime }
  | { readonly kind: 'update' }
  | { readonly kind: 'commit'; readonly parentHash: Uint8Array };

/** `LeafNode` of RFC 9420 section 7.2. */
export interface LeafNode {
  readonly encryptionKey: Uint8Array;
  readonly signatureKey: Uint8Array;
  readonly credential: Credential;
  readonly capabilities: Capabilities;
  readonly source: LeafNodeSource;
  readonly extensions: readonly Extension[];
  readonly signature: Uint8Array;
}

export type UnsignedLeafNode = Omit<LeafNode, 'signature'>;

/** The group and position that the signature of an update's or commit's leaf covers. */
export interface LeafPosition {
  readonly groupId: Uint8Array;
  readonly leafIndex: number;
}

const sourceNumbers = { keyPackage: 1, update: 2, commit: 3 } as const;

function readSource(reader: TlsReader): LeafNodeSource {
  switch (reader.uint8()) {
    case sourceNumbers.keyPackage:
      return { kind: 'keyPackage', lifetime: { notBefore: reader.uint64(), notAfter: reader.uint64() } };
    case sourceNumbers.update:
      return { kind: 'update' };
    case sourceNumbers.commit:
      return { kind: 'commit', parentHash: reader.opaque() };
    default:
      return refuse('Mls.InvalidMessage', 'unknownLeafSource', 'A leaf has an unknown source.');
  }
}

export function readLeafNode(reader: TlsReader): LeafNode {
  return {
    encryptionKey: reader.opaque(),
    signatureKey: reader.opaque(),
    credential: readCredential(reader),
    capabilities: readCapabilities(reader),
    source: readSource(reader),
    extensions: readExtensions(reader),
    signature: reader.opaque(),
  };
}

function writeContent(writer: TlsWriter, leaf: UnsignedLeafNode): void {
  writer.opaque(leaf.encryptionKey).opaque(leaf.signatureKey);
  writeCredential(writer, leaf.credential);
  writeCapabilities(writer, leaf.capabilities);
  writer.uint8(sourceNumbers[leaf.source.kind]);
  if (leaf.source.kind === 'keyPackage') {
    writer.uint64(leaf.source.lifetime.notBefore).uint64(leaf.source.lifetime.notAfter);
  } else if (leaf.source.kind === 'commit') {
    writer.opaque(leaf.source.parentHash);
  }
  writeExtensions(writer, leaf.extensions);
}

export function writeLeafNode(writer: TlsWriter, leaf: LeafNode): void {
  writeContent(writer, leaf);
  writer.opaque(leaf.signature);
}

export const encodeLeafNode = (leaf: LeafNode): Uint8Array => encodeTls(leaf, writeLeafNode);

/** `LeafNodeTBS`. */
function toBeSigned(leaf: UnsignedLeafNode, position: LeafPosition | undefined): Uint8Array {
  const writer = new TlsWriter();
  writeContent(writer, leaf);
  if (leaf.source.kind !== 'keyPackage') {
    if (position === undefined) {
      refuse(
        'Mls.InvalidMessage',
        'leafWithoutGroup',
        'A leaf of a group stands where a key package should.',
      );
    }
    writer.opaque(position.groupId).uint32(position.leafIndex);
  }
  return writer.finish();
}

export function signLeafNode(
  leaf: UnsignedLeafNode,
  signaturePrivateKey: Uint8Array,
  position?: LeafPosition,
): LeafNode {
  return {
    ...leaf,
    signature: signWithLabel(signaturePrivateKey, 'LeafNodeTBS', toBeSigned(leaf, position)),
  };
}

/** The check that a leaf's own signature must pass. `position` is needed unless the leaf is of a key package. */
export function leafSignatureCheck(leaf: LeafNode, position?: LeafPosition): SignatureCheck {
  return signatureCheck(leaf.signatureKey, 'LeafNodeTBS', toBeSigned(leaf, position), leaf.signature);
}
