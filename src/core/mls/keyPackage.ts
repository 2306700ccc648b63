import { decodeTls, type TlsReader } from '../bytes/tlsReader.ts';
import { encodeTls, TlsWriter } from '../bytes/tlsWriter.ts';
import type { SignatureCheck } from '../crypto/signatureBatch.ts';
import { type Extension, readExtensions, writeExtensions } from './extension.ts';
import { type LeafNode, readLeafNode, writeLeafNode } from './leafNode.ts';
import { refHash } from './refHash.ts';
import { signatureCheck, signWithLabel } from './signWithLabel.ts';

/** `KeyPackage` of RFC 9420 section 10. */
export interface KeyPackage {
  readonly version: number;
  readonly cipherSuite: number;
  readonly initKey: Uint8Array;
  readonly leafNode: LeafNode;
  readonly extensions: readonly Extension[];
  readonly signature: Uint8Array;
}

type UnsignedKeyPackage = Omit<KeyPackage, 'signature'>;

export function readKeyPackage(reader: TlsReader): KeyPackage {
  return {
    version: reader.uint16(),
    cipherSuite: reader.uint16(),
    initKey: reader.opaque(),
    leafNode: readLeafNode(reader),
    extensions: readExtensions(reader),
    signature: reader.opaque(),
  };
}

/** `KeyPackageTBS`. */
function writeContent(writer: TlsWriter, keyPackage: UnsignedKeyPackage): void {
  writer.uint16(keyPackage.version).uint16(keyPackage.cipherSuite).opaque(keyPackage.initKey);
  writeLeafNode(writer, keyPackage.leafNode);
  writeExtensions(writer, keyPackage.extensions);
}

export function writeKeyPackage(writer: TlsWriter, keyPackage: KeyPackage): void {
  writeContent(writer, keyPackage);
  writer.opaque(keyPackage.signature);
}

export function signKeyPackage(unsigned: UnsignedKeyPackage, signaturePrivateKey: Uint8Array): KeyPackage {
  const signature = signWithLabel(signaturePrivateKey, 'KeyPackageTBS', encodeTls(unsigned, writeContent));
  return { ...unsigned, signature };
}

/** The check that the signature over the whole key package must pass; the leaf has one of its own. */
export function keyPackageSignatureCheck(keyPackage: KeyPackage): SignatureCheck {
  return signatureCheck(
    keyPackage.leafNode.signatureKey,
    'KeyPackageTBS',
    encodeTls(keyPackage, writeContent),
    keyPackage.signature,
  );
}

/** TLS bytes without an MLSMessage around them. Format only: see openKeyPackage. @throws Codec.Malformed */
export function decodeKeyPackage(bytes: Uint8Array): KeyPackage {
  return decodeTls(bytes, readKeyPackage);
}

/** TLS bytes without an MLSMessage around them. */
export function encodeKeyPackage(keyPackage: KeyPackage): Uint8Array {
  const writer = new TlsWriter(1024);
  writeKeyPackage(writer, keyPackage);
  return writer.finish();
}

/** `MakeKeyPackageRef` of RFC 9420 section 5.2, 32 bytes. */
export function keyPackageRef(keyPackage: KeyPackage): Uint8Array {
  return refHash('MLS 1.0 KeyPackage Reference', encodeKeyPackage(keyPackage));
}
