import { utf8Decode } from '../../bytes/bytes.ts';
import { bytesToHex } from '../../bytes/hex.ts';
import { decodeTls, TlsReader } from '../../bytes/tlsReader.ts';
import { WalletInboxError } from '../../errors.ts';
import { GroupMembershipEntrySchema } from '../../gen/mls/message_contents/group_membership_pb.js';
import type { MetadataPolicy } from '../../gen/mls/message_contents/group_permissions_pb.js';
import { OneshotMessageSchema } from '../../gen/mls/message_contents/oneshot_pb.js';
import type { Extension } from '../../mls/extension.ts';
import { metadataField } from '../constants.ts';
import { decodeProto } from '../decodeProto.ts';
import type { GroupMembership } from '../groupMembership.ts';
import { type ConversationType, conversationTypes, type GroupMetadata } from '../groupMetadata.ts';
import type { MutableMetadata } from '../mutableMetadata.ts';
import type { Policy, PolicySet } from '../policy.ts';
import { readDictionary } from './appDataDictionary.ts';
import { componentIds, componentOfField } from './componentIds.ts';
import { readRegistry } from './componentRegistry.ts';
import { decodeMap, decodeSet, inboxIdKey } from './tlsDelta.ts';

const malformed = (sentence: string): never => {
  throw new WalletInboxError('Codec.Malformed', sentence);
};

/** What is fixed of a migrated group. @throws Codec.Malformed, as all here */
export const readAppDataMetadata = (extensions: readonly Extension[]): GroupMetadata => {
  const dictionary = readDictionary(extensions);
  const type = dictionary.get(componentIds.conversationType);
  const creator = dictionary.get(componentIds.creatorInboxId);
  if (type === undefined || creator === undefined) return malformed('A group does not say what it is.');
  const number = decodeTls(type, (reader) => reader.uint32());
  const conversationType: ConversationType =
    conversationTypes[number - 1] ?? malformed('A group is of an unknown conversation type.');
  const members = dictionary.get(componentIds.dmMembers);
  const [one, two, ...others] =
    members === undefined ? [] : decodeSet(members, inboxIdKey).map((key) => bytesToHex(key));
  if (members !== undefined && (one === undefined || two === undefined || others.length > 0)) {
    return malformed('A DM does not name two members.');
  }
  const oneshot = dictionary.get(componentIds.oneshotMessage);
  return {
    conversationType,
    creatorInboxId: bytesToHex(decodeTls(creator, (reader) => inboxIdKey.read(reader))),
    ...(one !== undefined && two !== undefined && { dmMembers: [one, two] }),
    ...(oneshot && { oneshotMessage: decodeProto(OneshotMessageSchema, oneshot) }),
  };
};

/** Attributes and roles of a migrated group, as the mutable metadata of another one would hold them. */
export const readAppDataMutableMetadata = (extensions: readonly Extension[]): MutableMetadata => {
  const dictionary = readDictionary(extensions);
  const attributes = [...componentOfField].flatMap(([field, id]): (readonly [string, string])[] => {
    const value = dictionary.get(id);
    return value === undefined ? [] : [[field, attributeText(id, value)]];
  });
  const inboxIds = (id: number): readonly string[] => {
    const value = dictionary.get(id);
    return value === undefined ? [] : decodeSet(value, inboxIdKey).map((key) => bytesToHex(key));
  };
  return {
    attributes: new Map(attributes),
    adminInboxIds: inboxIds(componentIds.admins),
    superAdminInboxIds: inboxIds(componentIds.superAdmins),
  };
};

const attributeText = (id: number, value: Uint8Array): string => {
  if (id === componentIds.commitLogSigner) return bytesToHex(value);
  if (id !== componentIds.disappearFromNs && id !== componentIds.disappearInNs) return utf8Decode(value);
  if (value.length !== 8) return malformed('A time has the wrong length.');
  return BigInt.asIntN(64, new TlsReader(value).uint64()).toString();
};

/** The attribute's value as its component holds it. */
export const attributeBytes = (field: string, value: string): Uint8Array => {
  if (field === metadataField.disappearFromNs || field === metadataField.disappearInNs) {
    return int64Bytes(value);
  }
  return new TextEncoder().encode(value);
};

/** A decimal text as Rust reads an i64: a sign is allowed, nothing else around the digits. */
const int64Bytes = (text: string): Uint8Array => {
  if (!/^[+-]?[0-9]+$/.test(text)) return malformed('A time is not a number.');
  const number = BigInt(text.startsWith('+') ? text.slice(1) : text);
  if (BigInt.asIntN(64, number) !== number) return malformed('A time is too large.');
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, number);
  return bytes;
};

/** A member's entry: the identity update it is seen at, and its installations that could not be added (hex). */
export interface MembershipEntry {
  readonly sequenceId: bigint;
  readonly failedInstallationIds: readonly string[];
}

export const readMembershipEntries = (
  extensions: readonly Extension[],
): ReadonlyMap<string, MembershipEntry> => {
  const bytes = readDictionary(extensions).get(componentIds.membership);
  if (bytes === undefined) return malformed('A group has no membership.');
  return new Map(
    decodeMap(bytes, inboxIdKey).map(({ key, value }) => [bytesToHex(key), decodeMembershipEntry(value)]),
  );
};

export const decodeMembershipEntry = (bytes: Uint8Array): MembershipEntry => {
  const { version } = decodeProto(GroupMembershipEntrySchema, bytes);
  if (version.case !== 'v1') return malformed('A membership entry is of an unknown version.');
  const { sequenceId, failedInstallations } = version.value;
  return { sequenceId, failedInstallationIds: failedInstallations.map((id) => bytesToHex(id)) };
};

export const readAppDataMembership = (extensions: readonly Extension[]): GroupMembership => {
  const entries = [...readMembershipEntries(extensions)];
  return {
    members: new Map(entries.map(([inboxId, { sequenceId }]) => [inboxId, sequenceId])),
    failedInstallationIds: entries.flatMap(([, { failedInstallationIds }]) => failedInstallationIds),
  };
};

const basePolicies: readonly (Policy | undefined)[] = [undefined, 'allow', 'deny', 'admin', 'superAdmin'];

/** Anything but a plain policy counts as "deny", as in libxmtp's reading of who may add and remove. */
const plainPolicy = (policy: MetadataPolicy | undefined): Policy =>
  (policy?.kind.case === 'base' ? basePolicies[policy.kind.value] : undefined) ?? 'deny';

/** The registry's permissions in the words of the policy set of other groups: for people, and for adding and removing. */
export const readAppDataPolicies = (extensions: readonly Extension[]): PolicySet => {
  const registry = readRegistry(extensions);
  const permissions = (id: number) => registry.get(id)?.permissions;
  const fields = [...componentOfField].filter(
    ([field, id]) => field !== metadataField.commitLogSigner && registry.has(id),
  );
  return {
    addMember: plainPolicy(permissions(componentIds.membership)?.insertPolicy),
    removeMember: plainPolicy(permissions(componentIds.membership)?.deletePolicy),
    updateMetadata: new Map(fields.map(([field, id]) => [field, plainPolicy(permissions(id)?.updatePolicy)])),
    addAdmin: plainPolicy(permissions(componentIds.admins)?.insertPolicy),
    removeAdmin: plainPolicy(permissions(componentIds.admins)?.deletePolicy),
    updatePermissions: 'superAdmin',
  };
};
