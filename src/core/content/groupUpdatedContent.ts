import { fromBinary } from '@bufbuild/protobuf';
import {
  type GroupUpdated,
  type GroupUpdated_Inbox,
  type GroupUpdated_MetadataFieldChange,
  GroupUpdatedSchema,
} from '../gen/mls/message_contents/transcript_messages_pb.js';
import type { ContentType } from './contentType.ts';
import { singleLine } from './singleLine.ts';

type NameOf = (inboxId: string) => string;

/** How many people are named one by one. */
const namedLimit = 5;

/** xmtp.org/group_updated:1.0: what a commit changed. Each client writes its own; it never travels. */
export const groupUpdatedContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'group_updated',
  versionMajor: 1,
  shouldPush: false,
  isVisible: true,
  read: (encoded, { nameOf }) => ({
    text: describeUpdate(fromBinary(GroupUpdatedSchema, encoded.content), nameOf),
  }),
};

const describeUpdate = (update: GroupUpdated, nameOf: NameOf): string => {
  const actor = update.initiatedByInboxId === '' ? 'Somebody' : nameOf(update.initiatedByInboxId);
  const about = (inboxes: readonly GroupUpdated_Inbox[], sentence: (names: string) => string): string[] =>
    inboxes.length === 0 ? [] : [sentence(namesOf(inboxes, nameOf))];
  const sentences = [
    ...about(update.addedInboxes, (names) => `${actor} added ${names}`),
    ...about(update.removedInboxes, (names) => `${actor} removed ${names}`),
    ...about(update.leftInboxes, (names) => `${names} left`),
    ...about(update.addedAdminInboxes, (names) => `${actor} made ${names} admin`),
    ...about(update.removedAdminInboxes, (names) => `${actor} took the role of admin from ${names}`),
    ...about(update.addedSuperAdminInboxes, (names) => `${actor} made ${names} super admin`),
    ...about(
      update.removedSuperAdminInboxes,
      (names) => `${actor} took the role of super admin from ${names}`,
    ),
    ...update.metadataFieldChanges.map((change) => `${actor} ${describeField(change)}`),
  ];
  const said = sentences.length === 0 ? [`${actor} updated the group`] : sentences;
  // A caller names its own inbox `you`: only a sentence knows whether it begins with it.
  return said.map((sentence) => sentence.replace(/^you\b/u, 'You')).join('\n');
};

const namesOf = (inboxes: readonly GroupUpdated_Inbox[], nameOf: NameOf): string => {
  const names = inboxes.slice(0, namedLimit).map(({ inboxId }) => nameOf(inboxId));
  if (inboxes.length > namedLimit) names.push(`${inboxes.length - namedLimit} more`);
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
};

const describeField = ({ fieldName, newValue }: GroupUpdated_MetadataFieldChange): string => {
  const value = singleLine(newValue ?? '');
  switch (fieldName) {
    case 'group_name':
      return value === '' ? 'removed the group’s name' : `named the group ${value}`;
    case 'description':
      return 'changed the description';
    case 'group_image_url_square':
      return 'changed the image';
    case 'message_disappear_from_ns':
    case 'message_disappear_in_ns':
      return 'changed how long messages stay';
    default:
      return 'changed the settings';
  }
};
