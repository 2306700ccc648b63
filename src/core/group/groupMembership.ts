import { create, toBinary } from '@bufbuild/protobuf';
import { compareBytes } from '../bytes/bytes.ts';
import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { GroupMembershipSchema } from '../gen/mls/message_contents/group_membership_pb.js';
import { decodeProto } from './decodeProto.ts';

/** Who belongs to a group, and as of which update of its identity (extension 0xff01). */
export interface GroupMembership {
  /** By inbox id: the sequence id of the identity update that counts; 0 is the placeholder of a new group's creator. */
  readonly members: ReadonlyMap<string, bigint>;
  /** Installations (hex) that should be members but could not be added. */
  readonly failedInstallationIds: readonly string[];
}

/** @throws Codec.Malformed */
export const decodeGroupMembership = (bytes: Uint8Array): GroupMembership => {
  const message = decodeProto(GroupMembershipSchema, bytes);
  return {
    members: new Map(Object.entries(message.members)),
    failedInstallationIds: message.failedInstallations.map(bytesToHex),
  };
};

export const encodeGroupMembership = (membership: GroupMembership): Uint8Array =>
  toBinary(
    GroupMembershipSchema,
    create(GroupMembershipSchema, {
      members: Object.fromEntries(membership.members),
      // libxmtp compares this field as an ordered list: the same set must always give the same bytes.
      failedInstallations: membership.failedInstallationIds.map(hexToBytes).sort(compareBytes),
    }),
  );

export interface MembershipDiff {
  readonly addedInboxIds: readonly string[];
  readonly removedInboxIds: readonly string[];
  /** In both, with another sequence id. */
  readonly updatedInboxIds: readonly string[];
}

export const diffGroupMembership = (before: GroupMembership, after: GroupMembership): MembershipDiff => {
  const kept = [...before.members.keys()].filter((inboxId) => after.members.has(inboxId));
  return {
    addedInboxIds: [...after.members.keys()].filter((inboxId) => !before.members.has(inboxId)),
    removedInboxIds: [...before.members.keys()].filter((inboxId) => !after.members.has(inboxId)),
    updatedInboxIds: kept.filter((inboxId) => before.members.get(inboxId) !== after.members.get(inboxId)),
  };
};
