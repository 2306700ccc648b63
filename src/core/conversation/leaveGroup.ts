import { create, toBinary } from '@bufbuild/protobuf';
import { isWalletInboxError, WalletInboxError } from '../errors.ts';
import { EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import { readGroupContext } from '../group/groupContextExtensions.ts';
import { roleOf } from '../group/mutableMetadata.ts';
import { type GroupDeps, groupToChange } from './changeGroup.ts';
import type { LoadedGroup } from './groupStore.ts';
import { writableGroup } from './openConversation.ts';
import { queueMessage } from './queueMessage.ts';

const leaveRequest = (): Uint8Array =>
  toBinary(
    EncodedContentSchema,
    create(EncodedContentSchema, {
      // The body, a LeaveRequest, is empty: its only field is a note that nobody writes yet.
      type: { authorityId: 'xmtp.org', typeId: 'leave_request', versionMajor: 1, versionMinor: 0 },
    }),
  );

/**
 * Asks the group to be taken out of it as soon as the node can be reached, if that is possible; whether it is. Makes no
 * network call and does not wait for one.
 */
export async function leaveGroupLater(
  { session, outgoing }: GroupDeps,
  conversationId: string,
): Promise<boolean> {
  const { inboxId } = session.account;
  try {
    const { key } = await writableGroup(session, conversationId);
    const group = await session.groups.load(key);
    if (group === undefined) return false;
    if (group.row.body.leavingInboxIds.includes(inboxId)) return true;
    assertMayLeave(group, inboxId);
    await queueMessage(session, conversationId, leaveRequest());
  } catch (error) {
    if (!isWalletInboxError(error) || !impossible.has(error.code)) throw error;
    return false;
  }
  void outgoing.run(conversationId).catch(() => undefined);
  return true;
}

const impossible: ReadonlySet<string> = new Set([
  'Group.Refused',
  'Conversation.Inactive',
  'Conversation.Paused',
]);

/**
 * Asks the group to be taken out of it; a super admin's client does that when it reads the request. Harmless when we
 * have asked before.
 *
 * @throws Group.Refused with reason 'superAdminLeaves' or 'lastMember'; as groupToChange
 */
export async function leaveGroup({ session, outgoing }: GroupDeps, conversation: string): Promise<void> {
  const group = await groupToChange(session, conversation);
  const { inboxId } = session.account;
  if (group.row.body.leavingInboxIds.includes(inboxId)) return;
  assertMayLeave(group, inboxId);

  const { conversationId } = group.row.clear;
  const { key } = await queueMessage(session, conversationId, leaveRequest());
  await outgoing.run(conversationId);
  const sent = await session.database.get('messages', key);
  if (sent?.body.status === 'failed') {
    throw new WalletInboxError('Message.Refused', 'The request to leave could not be sent.', {
      details: { reason: sent.body.reason },
    });
  }
}

function assertMayLeave(group: LoadedGroup, inboxId: string): void {
  const context = readGroupContext(group.state.groupContext.extensions);
  if (context !== undefined && roleOf(context.mutableMetadata, inboxId).isSuperAdmin) {
    throw new WalletInboxError(
      'Group.Refused',
      'A super admin cannot leave; another super admin has to take the role first.',
      { details: { reason: 'superAdminLeaves' } },
    );
  }
  if (group.row.body.memberInboxIds.length === 1) {
    throw new WalletInboxError('Group.Refused', 'Nobody else is in this group.', {
      details: { reason: 'lastMember' },
    });
  }
}
