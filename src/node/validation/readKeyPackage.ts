import { fromBinary } from '@bufbuild/protobuf';
import { verifySignatures } from '../../core/crypto/signatureBatch.ts';
import { isWalletInboxError } from '../../core/errors.ts';
import { MlsCredentialSchema } from '../../core/gen/identity/credential_pb.js';
import { decodeKeyPackage, keyPackageSignatureCheck } from '../../core/mls/keyPackage.ts';
import { refuse } from '../services/refuse.ts';

/** Whose key package it is. */
export interface KeyPackageOwner {
  /** The leaf's signature key, which is the installation's id. */
  readonly installationKey: Uint8Array;
  readonly inboxId: string;
}

/**
 * Checks a key package by the rules of RFC 9420 section 10.1, signatures included, and reads its XMTP credential.
 * The lifetime is left to those who fetch it, as on the public network.
 *
 * @throws ConnectError INVALID_ARGUMENT
 */
export async function readKeyPackage(bytes: Uint8Array): Promise<KeyPackageOwner> {
  try {
    const keyPackage = decodeKeyPackage(bytes);
    const { leafNode } = keyPackage;
    const [signed] = await verifySignatures([keyPackageSignatureCheck(keyPackage)]);
    if (signed !== true) throw refuse('the signature of a key package does not verify');
    if (leafNode.credential.type !== 'basic') throw refuse('a key package has no basic credential');
    return {
      installationKey: leafNode.signatureKey.slice(),
      inboxId: readInboxId(leafNode.credential.identity),
    };
  } catch (error) {
    if (isWalletInboxError(error)) throw refuse(`the key package is invalid: ${error.shortMessage}`, error);
    throw error;
  }
}

function readInboxId(identity: Uint8Array): string {
  let inboxId: string;
  try {
    inboxId = fromBinary(MlsCredentialSchema, identity).inboxId;
  } catch (cause) {
    throw refuse('the credential of a key package is malformed', cause);
  }
  if (!/^[0-9a-f]{64}$/.test(inboxId)) throw refuse('the credential of a key package names no inbox');
  return inboxId;
}
