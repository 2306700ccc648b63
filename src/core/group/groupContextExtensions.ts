import { decodeTls } from '../bytes/tlsReader.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { isWalletInboxError, WalletInboxError } from '../errors.ts';
import { type Extension, findExtension } from '../mls/extension.ts';
import {
  readAppDataMembership,
  readAppDataMetadata,
  readAppDataMutableMetadata,
  readAppDataPolicies,
} from './appData/appDataContext.ts';
import { isMigrated } from './appData/appDataDictionary.ts';
import { xmtpExtensionTypes } from './constants.ts';
import { decodeGroupMembership, encodeGroupMembership, type GroupMembership } from './groupMembership.ts';
import { decodeGroupMetadata, encodeGroupMetadata, type GroupMetadata } from './groupMetadata.ts';
import { decodeMutableMetadata, encodeMutableMetadata, type MutableMetadata } from './mutableMetadata.ts';
import { decodePolicySet, encodePolicySet, type PolicySet } from './policy.ts';

/** What XMTP keeps in the group context of a group, decoded: from four extensions, or from the dictionary of a migrated group. */
export interface XmtpGroupContext {
  readonly metadata: GroupMetadata;
  readonly mutableMetadata: MutableMetadata;
  readonly membership: GroupMembership;
  readonly policies: PolicySet;
}

const dataOf = (extensions: readonly Extension[], type: number): Uint8Array => {
  const found = findExtension(extensions, type);
  if (found !== undefined) return found.data;
  throw new WalletInboxError('Codec.Malformed', 'A group lacks an extension that XMTP needs.', {
    details: { extensionType: type },
  });
};

/** @throws Codec.Malformed when absent or unreadable; so do the three below */
export const readGroupMetadata = (extensions: readonly Extension[]): GroupMetadata =>
  isMigrated(extensions)
    ? readAppDataMetadata(extensions)
    : decodeGroupMetadata(
        decodeTls(dataOf(extensions, xmtpExtensionTypes.immutableMetadata), (reader) => reader.opaque()),
      );

export const readMutableMetadata = (extensions: readonly Extension[]): MutableMetadata =>
  isMigrated(extensions)
    ? readAppDataMutableMetadata(extensions)
    : decodeMutableMetadata(mutableMetadataBytes(extensions));

export const mutableMetadataBytes = (extensions: readonly Extension[]): Uint8Array =>
  dataOf(extensions, xmtpExtensionTypes.mutableMetadata);

export const readMembership = (extensions: readonly Extension[]): GroupMembership =>
  isMigrated(extensions)
    ? readAppDataMembership(extensions)
    : decodeGroupMembership(dataOf(extensions, xmtpExtensionTypes.groupMembership));

export const readPolicies = (extensions: readonly Extension[]): PolicySet =>
  isMigrated(extensions)
    ? readAppDataPolicies(extensions)
    : decodePolicySet(dataOf(extensions, xmtpExtensionTypes.groupPermissions));

/** All four, or undefined when one is absent or unreadable. */
export const readGroupContext = (extensions: readonly Extension[]): XmtpGroupContext | undefined => {
  try {
    return {
      metadata: readGroupMetadata(extensions),
      mutableMetadata: readMutableMetadata(extensions),
      membership: readMembership(extensions),
      policies: readPolicies(extensions),
    };
  } catch (error) {
    if (isWalletInboxError(error, 'Codec.Malformed')) return undefined;
    throw error;
  }
};

export const metadataExtension = (metadata: GroupMetadata): Extension => ({
  type: xmtpExtensionTypes.immutableMetadata,
  // The XMTP fork of openmls treats this one as a known type with a vector inside, unlike the other three.
  data: new TlsWriter().opaque(encodeGroupMetadata(metadata)).finish(),
});

export const mutableMetadataExtension = (metadata: MutableMetadata): Extension => ({
  type: xmtpExtensionTypes.mutableMetadata,
  data: encodeMutableMetadata(metadata),
});

export const membershipExtension = (membership: GroupMembership): Extension => ({
  type: xmtpExtensionTypes.groupMembership,
  data: encodeGroupMembership(membership),
});

export const policiesExtension = (policies: PolicySet): Extension => ({
  type: xmtpExtensionTypes.groupPermissions,
  data: encodePolicySet(policies),
});

/**
 * The list with one extension replaced: the old entry goes, the new one comes last, the rest stays byte for byte. The order is
 * free but enters the group's hashes, so a list is only ever changed this way.
 */
export const replaceExtension = (
  extensions: readonly Extension[],
  replacement: Extension,
): readonly Extension[] => [...extensions.filter(({ type }) => type !== replacement.type), replacement];
