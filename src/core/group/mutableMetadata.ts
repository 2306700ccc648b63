import { create, toBinary } from '@bufbuild/protobuf';
import { WalletInboxError } from '../errors.ts';
import { GroupMutableMetadataV1Schema } from '../gen/mls/message_contents/group_mutable_metadata_pb.js';
import { decodeProto } from './decodeProto.ts';
import type { ActorRole } from './policy.ts';

/** What members may change about a group (extension 0xff00). */
export interface MutableMetadata {
  /** By name, see `metadataField`; newer clients may write names that we do not know. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly adminInboxIds: readonly string[];
  readonly superAdminInboxIds: readonly string[];
}

/** @throws Codec.Malformed, also when one of the lists is absent: an empty one is there */
export const decodeMutableMetadata = (bytes: Uint8Array): MutableMetadata => {
  const { attributes, adminList, superAdminList } = decodeProto(GroupMutableMetadataV1Schema, bytes);
  if (adminList === undefined || superAdminList === undefined) {
    throw new WalletInboxError('Codec.Malformed', 'A group has no list of admins.');
  }
  return {
    attributes: new Map(Object.entries(attributes)),
    adminInboxIds: adminList.inboxIds,
    superAdminInboxIds: superAdminList.inboxIds,
  };
};

export const encodeMutableMetadata = (metadata: MutableMetadata): Uint8Array =>
  toBinary(
    GroupMutableMetadataV1Schema,
    create(GroupMutableMetadataV1Schema, {
      attributes: Object.fromEntries(metadata.attributes),
      adminList: { inboxIds: [...metadata.adminInboxIds] },
      superAdminList: { inboxIds: [...metadata.superAdminInboxIds] },
    }),
  );

export const roleOf = (metadata: MutableMetadata, inboxId: string): ActorRole => ({
  isAdmin: metadata.adminInboxIds.includes(inboxId),
  isSuperAdmin: metadata.superAdminInboxIds.includes(inboxId),
});
