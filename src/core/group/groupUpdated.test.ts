import { fromBinary } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import { GroupUpdatedSchema } from '../gen/mls/message_contents/transcript_messages_pb.js';
import type { GroupChanges } from './groupChanges.ts';
import {
  addedToGroupContent,
  addedToGroupIdempotencyKey,
  groupUpdatedContent,
  groupUpdatedIdempotencyKey,
} from './groupUpdated.ts';

const none: GroupChanges = {
  actor: { inboxId: 'alice', installationId: 'a1', isAdmin: false, isSuperAdmin: true },
  addedInboxIds: [],
  removedInboxIds: [],
  fieldChanges: [],
  adminsAdded: [],
  adminsRemoved: [],
  superAdminsAdded: [],
  superAdminsRemoved: [],
  superAdminCount: 1,
  readdedInstallationIds: [],
  permissionsChanged: false,
  installationsChanged: false,
};
const read = (bytes: Uint8Array | undefined) => {
  if (bytes === undefined) throw new Error('no row');
  const { type, content } = fromBinary(EncodedContentSchema, bytes);
  return { type, update: fromBinary(GroupUpdatedSchema, content) };
};

test('what nobody sees makes no row', () => {
  expect(groupUpdatedContent(none)).toBeUndefined();
  expect(
    groupUpdatedContent({ ...none, installationsChanged: true, permissionsChanged: true }),
  ).toBeUndefined();
});

test('all that people see is in the row', () => {
  const changes: GroupChanges = {
    ...none,
    addedInboxIds: ['bob'],
    removedInboxIds: ['carol', 'dave'],
    fieldChanges: [
      { field: 'group_name', oldValue: '', newValue: 'tea' },
      { field: 'topic', newValue: 'new' },
    ],
    adminsAdded: ['erin'],
    superAdminsRemoved: ['frank'],
  };
  const { type, update } = read(groupUpdatedContent(changes, ['dave']));
  expect(type).toMatchObject({ authorityId: 'xmtp.org', typeId: 'group_updated', versionMajor: 1 });
  expect(update).toMatchObject({
    initiatedByInboxId: 'alice',
    addedInboxes: [{ inboxId: 'bob' }],
    removedInboxes: [{ inboxId: 'carol' }],
    leftInboxes: [{ inboxId: 'dave' }],
    addedAdminInboxes: [{ inboxId: 'erin' }],
    removedAdminInboxes: [],
    removedSuperAdminInboxes: [{ inboxId: 'frank' }],
  });
  expect(update.metadataFieldChanges[0]).toMatchObject({
    fieldName: 'group_name',
    oldValue: '',
    newValue: 'tea',
  });
  expect(update.metadataFieldChanges[1]?.oldValue).toBeUndefined();
});

test('the row of joining', () => {
  expect(read(addedToGroupContent('alice', 'bob')).update).toMatchObject({
    initiatedByInboxId: 'alice',
    addedInboxes: [{ inboxId: 'bob' }],
  });
  expect(groupUpdatedIdempotencyKey(12n)).toBe('12');
  expect(addedToGroupIdempotencyKey(12n)).toBe('12_welcome_added');
});
