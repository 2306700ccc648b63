import { create, toBinary } from '@bufbuild/protobuf';
import { EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import { type GroupUpdated, GroupUpdatedSchema } from '../gen/mls/message_contents/transcript_messages_pb.js';
import type { GroupChanges } from './groupChanges.ts';

/** xmtp.org/group_updated:1.0 */
const groupUpdatedType = {
  authorityId: 'xmtp.org',
  typeId: 'group_updated',
  versionMajor: 1,
  versionMinor: 0,
} as const;

const encode = (update: GroupUpdated): Uint8Array =>
  toBinary(
    EncodedContentSchema,
    create(EncodedContentSchema, {
      type: groupUpdatedType,
      content: toBinary(GroupUpdatedSchema, update),
    }),
  );

const inboxes = (inboxIds: readonly string[]) => inboxIds.map((inboxId) => ({ inboxId }));

/**
 * The row that a thread shows for a commit, as `EncodedContent` bytes; undefined when it changed nothing that people see. Such rows
 * never travel: every client makes its own, with {@link groupUpdatedIdempotencyKey} for the id.
 *
 * @param pendingRemovalInboxIds members who asked to leave: their removal reads as leaving
 */
export const groupUpdatedContent = (
  changes: GroupChanges,
  pendingRemovalInboxIds: readonly string[] = [],
): Uint8Array | undefined => {
  const isEmpty =
    changes.addedInboxIds.length === 0 &&
    changes.removedInboxIds.length === 0 &&
    changes.fieldChanges.length === 0 &&
    changes.adminsAdded.length === 0 &&
    changes.adminsRemoved.length === 0 &&
    changes.superAdminsAdded.length === 0 &&
    changes.superAdminsRemoved.length === 0;
  if (isEmpty) return undefined;
  const hasLeft = (inboxId: string): boolean => pendingRemovalInboxIds.includes(inboxId);
  return encode(
    create(GroupUpdatedSchema, {
      initiatedByInboxId: changes.actor.inboxId,
      addedInboxes: inboxes(changes.addedInboxIds),
      removedInboxes: inboxes(changes.removedInboxIds.filter((inboxId) => !hasLeft(inboxId))),
      leftInboxes: inboxes(changes.removedInboxIds.filter(hasLeft)),
      metadataFieldChanges: changes.fieldChanges.map(({ field, oldValue, newValue }) => ({
        fieldName: field,
        oldValue,
        newValue,
      })),
      addedAdminInboxes: inboxes(changes.adminsAdded),
      removedAdminInboxes: inboxes(changes.adminsRemoved),
      addedSuperAdminInboxes: inboxes(changes.superAdminsAdded),
      removedSuperAdminInboxes: inboxes(changes.superAdminsRemoved),
    }),
  );
};

/** The first row of a group that a welcome brought us into. */
export const addedToGroupContent = (addedByInboxId: string, ownInboxId: string): Uint8Array =>
  encode(
    create(GroupUpdatedSchema, { initiatedByInboxId: addedByInboxId, addedInboxes: inboxes([ownInboxId]) }),
  );

/** @param envelopeNs the node's time of the commit */
export const groupUpdatedIdempotencyKey = (envelopeNs: bigint): string => envelopeNs.toString();

/** @param welcomeNs the node's time of the welcome */
export const addedToGroupIdempotencyKey = (welcomeNs: bigint): string => `${welcomeNs}_welcome_added`;
