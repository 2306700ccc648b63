import { equals } from '@bufbuild/protobuf';
import { compareBytes, equalBytes } from '../../bytes/bytes.ts';
import { bytesToHex, hexToBytes } from '../../bytes/hex.ts';
import { TlsWriter } from '../../bytes/tlsWriter.ts';
import { isWalletInboxError } from '../../errors.ts';
import {
  type ComponentMetadata,
  ComponentMetadataSchema,
} from '../../gen/mls/message_contents/component_permissions_pb.js';
import { type Extension, extensionTypes, findExtension } from '../../mls/extension.ts';
import type { Proposal } from '../../mls/proposal.ts';
import { decodeRequiredCapabilities } from '../../mls/requiredCapabilities.ts';
import { metadataField, xmtpExtensionTypes } from '../constants.ts';
import { readGroupMetadata, readMembership, readMutableMetadata } from '../groupContextExtensions.ts';
import { conversationTypes } from '../groupMetadata.ts';
import { attributeBytes, decodeMembershipEntry } from './appDataContext.ts';
import { isMigrated } from './appDataDictionary.ts';
import { type AppDataUpdate, appDataUpdatesOf } from './appDataUpdate.ts';
import { componentIds, componentOfField } from './componentIds.ts';
import { componentIdOf, decodeRegistryEntry } from './componentRegistry.ts';
import { cannotMigrate, migratedRegistry } from './migratedRegistry.ts';
import { componentIdKey, decodeMapDelta, encodeSetDelta, inboxIdKey } from './tlsDelta.ts';

const legacyTypes: readonly number[] = [
  xmtpExtensionTypes.immutableMetadata,
  xmtpExtensionTypes.mutableMetadata,
  xmtpExtensionTypes.groupMembership,
  xmtpExtensionTypes.groupPermissions,
];

interface Proposed {
  readonly proposal: Proposal;
  readonly sender: number;
}

const contextChanges = (proposals: readonly Proposed[]) =>
  proposals.flatMap(({ proposal }) => (proposal.kind === 'groupContextExtensions' ? [proposal] : []));

/** Whether the new context has none of the four extensions of XMTP, and asks every member to know the dictionary. */
const isMigratedShape = (extensions: readonly Extension[]): boolean => {
  const required = findExtension(extensions, extensionTypes.requiredCapabilities)?.data;
  const types = required === undefined ? [] : decodeRequiredCapabilities(required).extensions;
  return (
    !extensions.some(({ type }) => legacyTypes.includes(type)) &&
    types.includes(extensionTypes.appDataDictionary)
  );
};

/** Whether a commit is the one that moves a group's state into the dictionary. @throws Codec.Malformed */
export const isMigrationCommit = (
  extensions: readonly Extension[],
  proposals: readonly Proposed[],
): boolean => {
  const change = contextChanges(proposals).at(-1);
  return (
    !isMigrated(extensions) &&
    change !== undefined &&
    isMigratedShape(change.extensions) &&
    appDataUpdatesOf(proposals).some(({ update }) => update.componentId === componentIds.registry)
  );
};

/**
 * Whether a migration says in the dictionary exactly what the extensions said before (libxmtp bootstrap_validator.rs): it is not
 * for whoever migrates a group to change it on the way. That its author is a super admin is checked by the caller.
 */
export const isFaithfulMigration = (
  extensions: readonly Extension[],
  proposals: readonly Proposed[],
): boolean => {
  try {
    return compareMigration(extensions, proposals);
  } catch (error) {
    if (isWalletInboxError(error, 'Codec.Malformed') || isWalletInboxError(error, 'Bytes.InvalidHex')) {
      return false;
    }
    throw error;
  }
};

const compareMigration = (extensions: readonly Extension[], proposals: readonly Proposed[]): boolean => {
  const updates = appDataUpdatesOf(proposals).map(({ update }) => update);
  const [change, ...others] = contextChanges(proposals);
  if (change === undefined || others.length > 0) return false;
  if (updates.length + 1 !== proposals.length) return false;
  const actual = new Map(updates.map(({ componentId, payload }) => [componentId, payload]));
  if (actual.size !== updates.length || !bansLegacy(change.extensions)) return false;

  const expected = expectedPayloads(extensions);
  for (const [id, payload] of expected) {
    const given = actual.get(id);
    if (given === undefined || !equalBytes(given, payload)) return false;
  }
  const { registry, membership } = componentIds;
  if ([...actual.keys()].some((id) => id !== registry && id !== membership && !expected.has(id)))
    return false;
  return (
    isSameRegistry(actual.get(registry), migratedRegistry(extensions)) &&
    isSameMembership(actual.get(membership), extensions)
  );
};

const bansLegacy = (extensions: readonly Extension[]): boolean => {
  const required = findExtension(extensions, extensionTypes.requiredCapabilities)?.data;
  const types = required === undefined ? [] : decodeRequiredCapabilities(required).extensions;
  return isMigratedShape(extensions) && !types.some((type) => legacyTypes.includes(type));
};

/** What every honest member writes for all but the registry and the membership. */
const expectedPayloads = (extensions: readonly Extension[]): ReadonlyMap<number, Uint8Array> => {
  const metadata = readGroupMetadata(extensions);
  const { attributes, adminInboxIds, superAdminInboxIds } = readMutableMetadata(extensions);
  const expected = new Map<number, Uint8Array>();
  for (const [field, id] of componentOfField) {
    const value = attributes.get(field);
    if (value === undefined) continue;
    expected.set(id, field === metadataField.commitLogSigner ? keyOf(value) : attributeBytes(field, value));
  }
  expected.set(componentIds.admins, setDeltaOf(adminInboxIds));
  expected.set(componentIds.superAdmins, setDeltaOf(superAdminInboxIds));
  const type = conversationTypes.indexOf(metadata.conversationType) + 1;
  expected.set(componentIds.conversationType, new TlsWriter().uint32(type).finish());
  const creator = new TlsWriter();
  inboxIdKey.write(creator, inboxIdBytes(metadata.creatorInboxId));
  expected.set(componentIds.creatorInboxId, creator.finish());
  if (metadata.dmMembers !== undefined) {
    if (new Set(metadata.dmMembers).size !== 2) cannotMigrate();
    expected.set(componentIds.dmMembers, setDeltaOf(metadata.dmMembers));
  }
  // A oneshot group lives for one message: nobody migrates it.
  if (metadata.oneshotMessage !== undefined) cannotMigrate();
  return expected;
};

const ofLength32 = (hex: string): Uint8Array => {
  const bytes = hexToBytes(hex);
  return bytes.length === 32 ? bytes : cannotMigrate();
};
const inboxIdBytes = ofLength32;
const keyOf = ofLength32;

const setDeltaOf = (inboxIds: readonly string[]): Uint8Array => {
  const keys = [...new Set(inboxIds)].map(inboxIdBytes).sort(compareBytes);
  return encodeSetDelta(
    keys.map((key) => ({ op: 'insert', key })),
    inboxIdKey,
  );
};

const isSameRegistry = (
  payload: AppDataUpdate['payload'],
  expected: ReadonlyMap<number, ComponentMetadata>,
): boolean => {
  if (payload === undefined) return false;
  const actual = new Map<number, ComponentMetadata>();
  for (const mutation of decodeMapDelta(payload, componentIdKey)) {
    if (mutation.op !== 'insert') return false;
    const id = componentIdOf(mutation.key);
    if (actual.has(id)) return false;
    actual.set(id, decodeRegistryEntry(id, mutation.value));
  }
  if (actual.size !== expected.size) return false;
  return [...expected].every(([id, wanted]) => {
    const given = actual.get(id);
    return given !== undefined && equals(ComponentMetadataSchema, given, wanted);
  });
};

/** The same members at the same updates; installations may only be listed as failed that were before. */
const isSameMembership = (payload: AppDataUpdate['payload'], extensions: readonly Extension[]): boolean => {
  const { members, failedInstallationIds } = readMembership(extensions);
  if (failedInstallationIds.some((id) => id.length !== 64)) return false;
  if (payload === undefined) return members.size === 0;
  const seen = new Set<string>();
  for (const mutation of decodeMapDelta(payload, inboxIdKey)) {
    const inboxId = bytesToHex(mutation.key);
    if (mutation.op !== 'insert' || seen.has(inboxId)) return false;
    seen.add(inboxId);
    const entry = decodeMembershipEntry(mutation.value);
    if (members.get(inboxId) !== entry.sequenceId) return false;
    if (!entry.failedInstallationIds.every((id) => failedInstallationIds.includes(id))) return false;
  }
  return seen.size === members.size;
};
