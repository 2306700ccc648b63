import { supportsExtension } from './capabilities.ts';
import { protocolVersion } from './cipherSuite.ts';
import { credentialTypes } from './credential.ts';
import { type Extension, extensionTypes, findExtension, isMisplacedInLeaf } from './extension.ts';
import type { LeafNode } from './leafNode.ts';
import { decodeRequiredCapabilities, meetsRequirement } from './requiredCapabilities.ts';

const keyLength = 32;

/** The first rule of RFC 9420 section 7.3 that a leaf breaks by itself, as a short word. */
export function leafProblem(leaf: LeafNode): string | undefined {
  if (leaf.encryptionKey.length !== keyLength || leaf.signatureKey.length !== keyLength)
    return 'badKeyLength';
  if (!leaf.capabilities.credentials.includes(credentialTypes[leaf.credential.type])) {
    return 'credentialNotInCapabilities';
  }
  if (leaf.extensions.some(({ type }) => isMisplacedInLeaf(type))) return 'misplacedExtension';
  if (!leaf.extensions.every(({ type }) => supportsExtension(leaf.capabilities, type))) {
    return 'extensionNotInCapabilities';
  }
  return undefined;
}

/**
 * Whether a leaf has what the required_capabilities of a group context ask for (sections 7.3 and 11.1).
 *
 * @throws Codec.Malformed when that extension is not readable
 */
export function meetsGroupRequirements(leaf: LeafNode, contextExtensions: readonly Extension[]): boolean {
  const required = findExtension(contextExtensions, extensionTypes.requiredCapabilities);
  return (
    required === undefined || meetsRequirement(leaf.capabilities, decodeRequiredCapabilities(required.data))
  );
}

/** Whether a leaf lists what the group runs on: its version and its cipher suite. */
export function speaksLikeGroup({ capabilities }: LeafNode, cipherSuite: number): boolean {
  return capabilities.versions.includes(protocolVersion) && capabilities.cipherSuites.includes(cipherSuite);
}

/** Whether a leaf understands each extension of a group context (section 13.4). */
export function supportsContextExtensions(leaf: LeafNode, contextExtensions: readonly Extension[]): boolean {
  return contextExtensions.every(({ type }) => supportsExtension(leaf.capabilities, type));
}

/** Whether every member understands the credential of every other (section 7.3). */
export function shareCredentialTypes(leaves: readonly LeafNode[]): boolean {
  const used = new Set(leaves.map(({ credential }) => credentialTypes[credential.type]));
  return leaves.every(({ capabilities }) =>
    [...used].every((type) => capabilities.credentials.includes(type)),
  );
}
