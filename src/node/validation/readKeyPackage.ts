import { verifySignatures } from '../../core/crypto/signatureBatch.ts';
import { isWalletInboxError } from '../../core/errors.ts';
import { decodeInboxCredential } from '../../core/identity/inboxCredential.ts';
import { openKeyPackage } from '../../core/mls/openKeyPackage.ts';
import { refuse } from '../services/refuse.ts';

/** Whose key package it is. */
export interface KeyPackageOwner {
  /** The leaf's signature key, which is the installation's id. */
  readonly installationKey: Uint8Array;
  readonly inboxId: string;
}

/**
 * Checks a key package by the rules of RFC 9420 section 10.1, signatures included, and reads its XMTP credential.
 * The lifetime is left to those who fetch it, and whether the installation belongs to the inbox to those who add
 * it: clients upload the key package before they publish the identity update.
 *
 * @throws ConnectError INVALID_ARGUMENT
 */
export async function readKeyPackage(bytes: Uint8Array): Promise<KeyPackageOwner> {
  try {
    const opened = openKeyPackage(bytes);
    const { leafNode } = opened.confirm(await verifySignatures(opened.checks));
    const { credential } = leafNode;
    const inboxId = credential.type === 'basic' ? decodeInboxCredential(credential.identity) : undefined;
    if (inboxId === undefined) throw refuse('the credential of a key package names no inbox');
    return { installationKey: leafNode.signatureKey.slice(), inboxId };
  } catch (error) {
    if (isWalletInboxError(error)) throw refuse(`the key package is invalid: ${error.shortMessage}`, error);
    throw error;
  }
}
