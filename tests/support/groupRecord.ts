/** What our client says of a group, in the words of `OfficialPeer`, so that both can be compared. */
import { fromBinary } from '@bufbuild/protobuf';
import type { Client } from '../../src/core/client/client.ts';
import type { GroupDetails } from '../../src/core/conversation/describeGroup.ts';
import {
  type GroupUpdated,
  GroupUpdatedSchema,
} from '../../src/core/gen/mls/message_contents/transcript_messages_pb.js';
import type { PeerGroupUpdate, PeerMember } from './officialPeer.ts';

/** Rows of group updates, oldest first. */
export async function ourGroupUpdates(
  client: Client,
  conversationId: string,
): Promise<readonly PeerGroupUpdate[]> {
  const messages = await client.listMessages(conversationId, { limit: 500 });
  return messages
    .filter(({ kind }) => kind === 'groupUpdate')
    .reverse()
    .map(({ messageId, encoded }) =>
      describe(messageId, fromBinary(GroupUpdatedSchema, encoded?.content ?? new Uint8Array(0))),
    );
}

function describe(messageId: string, update: GroupUpdated): PeerGroupUpdate {
  const ids = (inboxes: readonly { readonly inboxId: string }[]) =>
    inboxes.map(({ inboxId }) => inboxId).sort();
  return {
    messageId,
    by: update.initiatedByInboxId,
    added: ids(update.addedInboxes),
    removed: ids(update.removedInboxes),
    left: ids(update.leftInboxes),
    fields: update.metadataFieldChanges.map(({ fieldName, oldValue = '', newValue = '' }) => ({
      name: fieldName,
      from: oldValue,
      to: newValue,
    })),
    adminsAdded: ids(update.addedAdminInboxes),
    adminsRemoved: ids(update.removedAdminInboxes),
    superAdminsAdded: ids(update.addedSuperAdminInboxes),
    superAdminsRemoved: ids(update.removedSuperAdminInboxes),
  };
}

/** Who is in a group, in an order that does not depend on who is asked. */
export const membersOf = (
  members: readonly Pick<PeerMember, 'inboxId' | 'role' | 'installationIds'>[],
): readonly { readonly inboxId: string; readonly role: string; readonly installations: number }[] =>
  members
    .map(({ inboxId, role, installationIds }) => ({ inboxId, role, installations: installationIds.length }))
    .sort((a, b) => (a.inboxId < b.inboxId ? -1 : 1));

export const ourMembersOf = ({ members }: GroupDetails): ReturnType<typeof membersOf> =>
  members.map(({ inboxId, role, installationCount }) => ({
    inboxId,
    role,
    installations: installationCount,
  }));
