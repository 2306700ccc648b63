import { fromBinary } from '@bufbuild/protobuf';
import type { EncodedContent } from '../gen/mls/message_contents/content_pb.js';
import { type GroupUpdated, GroupUpdatedSchema } from '../gen/mls/message_contents/transcript_messages_pb.js';

/** What a commit changed in a group, by the kind of it. */
export interface GroupUpdate {
  /** Who committed; absent when unknown. */
  readonly byInboxId?: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly left: readonly string[];
  readonly adminsAdded: readonly string[];
  readonly adminsRemoved: readonly string[];
  readonly superAdminsAdded: readonly string[];
  readonly superAdminsRemoved: readonly string[];
  readonly changes: readonly {
    readonly field: 'name' | 'description' | 'image' | 'disappearing' | 'other';
    /** The new value; empty when there is none. */
    readonly value: string;
  }[];
}

const fields: Readonly<Record<string, GroupUpdate['changes'][number]['field']>> = {
  group_name: 'name',
  description: 'description',
  group_image_url_square: 'image',
  message_disappear_from_ns: 'disappearing',
  message_disappear_in_ns: 'disappearing',
};

/** xmtp.org/group_updated:1.0 for whoever words it anew; `undefined` when the content is none. Never throws. */
export function decodeGroupUpdate(encoded: EncodedContent): GroupUpdate | undefined {
  const { type } = encoded;
  if (type?.authorityId !== 'xmtp.org' || type.typeId !== 'group_updated') return undefined;
  let update: GroupUpdated;
  try {
    update = fromBinary(GroupUpdatedSchema, encoded.content);
  } catch {
    return undefined;
  }
  return {
    ...(update.initiatedByInboxId !== '' && { byInboxId: update.initiatedByInboxId }),
    added: idsOf(update.addedInboxes),
    removed: idsOf(update.removedInboxes),
    left: idsOf(update.leftInboxes),
    adminsAdded: idsOf(update.addedAdminInboxes),
    adminsRemoved: idsOf(update.removedAdminInboxes),
    superAdminsAdded: idsOf(update.addedSuperAdminInboxes),
    superAdminsRemoved: idsOf(update.removedSuperAdminInboxes),
    changes: update.metadataFieldChanges.map(({ fieldName, newValue }) => ({
      field: Object.hasOwn(fields, fieldName) ? (fields[fieldName] ?? 'other') : 'other',
      value: newValue ?? '',
    })),
  };
}

const idsOf = (inboxes: readonly { readonly inboxId: string }[]): string[] =>
  inboxes.map(({ inboxId }) => inboxId);
