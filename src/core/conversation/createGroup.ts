import { bytesToHex } from '../bytes/hex.ts';
import { WalletInboxError } from '../errors.ts';
import { maxGroupMembers } from '../group/constants.ts';
import { createXmtpGroup } from '../group/createXmtpGroup.ts';
import { groupConfig } from '../group/groupConfig.ts';
import type { PolicySet } from '../group/policy.ts';
import type { GroupBody } from '../records.ts';
import { ownInstallation } from './account.ts';
import { type GroupDeps, refusalError, settleIntentRows } from './changeGroup.ts';
import { conversationOfGroup } from './conversationOfGroup.ts';
import { writeGroup } from './groupStore.ts';
import { newIntent } from './newIntent.ts';
import type { Session } from './session.ts';

/** A group to be made; the members' inboxes exist. */
export interface NewGroup {
  readonly memberInboxIds: readonly string[];
  readonly name?: string;
  readonly description?: string;
  readonly imageUrl?: string;
  readonly policies: PolicySet;
}

/**
 * Makes a group here, with the intent to add its members, and brings it onto the network. Once it is stored a crash loses
 * nothing: the lane of the conversation goes on with it.
 *
 * @throws Group.Refused before anything is stored, when a text is too long or the members are too many; Node.*
 */
export async function createGroup(deps: GroupDeps, wanted: NewGroup): Promise<string> {
  const { session } = deps;
  const { account, clock, random } = session;
  const own = account.inboxId;
  const addInboxIds = [...new Set(wanted.memberInboxIds)].filter((inboxId) => inboxId !== own);
  if (addInboxIds.length + 1 > maxGroupMembers) throw refusalError({ reason: 'groupFull' });

  const { name, description, imageUrl, policies } = wanted;
  const config = groupConfig({
    creatorInboxId: own,
    random,
    policies,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(imageUrl === undefined ? {} : { imageUrl }),
  });
  const state = createXmtpGroup(config, ownInstallation(account), clock.nowMs(), random);
  const groupId = bytesToHex(config.groupId);
  const body = newGroupBody(session, name ?? '');
  const write = writeGroup(undefined, {
    body,
    clear: { conversationId: groupId, dmHash: '' },
    cursor: 0n,
    state,
  });
  const intent = newIntent(session, groupId, { kind: 'membership', addInboxIds, removeInboxIds: [] });
  const conversation = await conversationOfGroup(session, groupId, body, state, { isAccepted: true });

  const refusal = await settleIntentRows(
    deps,
    groupId,
    [intent],
    [...write.changes, ...conversation.changes],
    () => {
      session.groups.remember(write.after);
      session.events.emit({ kind: 'groups' });
      session.events.emit({ kind: 'conversation', conversationId: groupId, isNew: conversation.isNew });
    },
  );
  if (refusal !== undefined) {
    throw new WalletInboxError('Conversation.NotCreated', 'The group could not be created yet.', {
      details: { reason: refusal.reason },
    });
  }
  return groupId;
}

function newGroupBody(session: Session, name: string): GroupBody {
  const { inboxId } = session.account;
  const nowNs = session.uniqueNowNs();
  return {
    kind: 'group',
    creatorInboxId: inboxId,
    addedByInboxId: inboxId,
    name,
    memberInboxIds: [inboxId],
    isActive: true,
    welcomeId: 0n,
    createdNs: nowNs,
    rotatedMs: 0,
    joinedEpoch: 0n,
    isCreating: true,
    leavingInboxIds: [],
    lastMessageNs: nowNs,
    maybeForked: false,
  };
}
