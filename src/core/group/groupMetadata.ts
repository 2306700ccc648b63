import { create, toBinary } from '@bufbuild/protobuf';
import { WalletInboxError } from '../errors.ts';
import { GroupMetadataV1Schema } from '../gen/mls/message_contents/group_metadata_pb.js';
import type { OneshotMessage } from '../gen/mls/message_contents/oneshot_pb.js';
import { decodeProto } from './decodeProto.ts';

export type ConversationType = 'group' | 'dm' | 'sync' | 'oneshot';

/** What is fixed when a group is created (extension 0xf000). */
export interface GroupMetadata {
  readonly conversationType: ConversationType;
  readonly creatorInboxId: string;
  /** Both inboxes of a DM, in no order. */
  readonly dmMembers?: readonly [string, string];
  readonly oneshotMessage?: OneshotMessage;
}

/** By number in the schema's `ConversationType`, from 1. */
export const conversationTypes: readonly ConversationType[] = ['group', 'dm', 'sync', 'oneshot'];

/** @throws Codec.Malformed */
export const decodeGroupMetadata = (bytes: Uint8Array): GroupMetadata => {
  const message = decodeProto(GroupMetadataV1Schema, bytes);
  const conversationType = conversationTypes[message.conversationType - 1];
  if (conversationType === undefined) {
    throw new WalletInboxError('Codec.Malformed', 'A group is of an unknown conversation type.');
  }
  const { dmMembers, oneshotMessage } = message;
  if (dmMembers === undefined) {
    return {
      conversationType,
      creatorInboxId: message.creatorInboxId,
      ...(oneshotMessage && { oneshotMessage }),
    };
  }
  const { dmMemberOne, dmMemberTwo } = dmMembers;
  if (dmMemberOne === undefined || dmMemberTwo === undefined) {
    throw new WalletInboxError('Codec.Malformed', 'A DM names only one of its members.');
  }
  return {
    conversationType,
    creatorInboxId: message.creatorInboxId,
    dmMembers: [dmMemberOne.inboxId, dmMemberTwo.inboxId],
    ...(oneshotMessage && { oneshotMessage }),
  };
};

export const encodeGroupMetadata = (metadata: GroupMetadata): Uint8Array => {
  const { conversationType, creatorInboxId, dmMembers, oneshotMessage } = metadata;
  const message = create(GroupMetadataV1Schema, {
    conversationType: conversationTypes.indexOf(conversationType) + 1,
    creatorInboxId,
    ...(dmMembers && {
      dmMembers: { dmMemberOne: { inboxId: dmMembers[0] }, dmMemberTwo: { inboxId: dmMembers[1] } },
    }),
    ...(oneshotMessage && { oneshotMessage }),
  });
  return toBinary(GroupMetadataV1Schema, message);
};

/** One key for all DM groups of a pair of inboxes, so that they are shown as one conversation. */
export const dmIdOf = (inboxIds: readonly [string, string]): string => {
  const [first, second] = inboxIds.map((inboxId) => inboxId.toLowerCase()).sort();
  return `dm:${first}:${second}`;
};
