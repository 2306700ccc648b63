import { bytesToHex } from '../bytes/hex.ts';
import { createXmtpGroup } from '../group/createXmtpGroup.ts';
import { dmGroupConfig } from '../group/groupConfig.ts';
import { dmIdOf } from '../group/groupMetadata.ts';
import type { Stored } from '../ports.ts';
import type { GroupBody } from '../records.ts';
import { ownInstallation } from './account.ts';
import { conversationOfGroup } from './conversationOfGroup.ts';
import { writeGroup } from './groupStore.ts';
import { placeOf } from './joinConversation.ts';
import { newIntent } from './newIntent.ts';
import type { Session } from './session.ts';

/** A DM that can be written in, and whether it still has to come onto the network. */
export interface OpenDm {
  readonly conversationId: string;
  readonly isCreating: boolean;
}

async function dmGroups(session: Session, peerInboxId: string): Promise<readonly Stored<'groups'>[]> {
  const dmId = dmIdOf([session.account.inboxId, peerInboxId]);
  const { dmHash } = await placeOf(session, '', { kind: 'dm', dmId });
  return await session.database.list('groups', { index: 'byDm', equals: [dmHash] });
}

/** The row of the DM with a peer, also of one that we can no longer write in. */
export async function dmConversation(
  session: Session,
  peerInboxId: string,
): Promise<Stored<'conversations'> | undefined> {
  const [first] = await dmGroups(session, peerInboxId);
  return first && (await session.database.get('conversations', first.clear.conversationId));
}

/** The DM with a peer that this store has, if we are still in one. */
export async function findDm(session: Session, peerInboxId: string): Promise<OpenDm | undefined> {
  const groups = await dmGroups(session, peerInboxId);
  const active = groups.filter((group) => group.body.isActive);
  const [first] = active;
  if (first === undefined) return undefined;
  return {
    conversationId: first.clear.conversationId,
    isCreating: active.every((group) => group.body.isCreating),
  };
}

/**
 * The conversation with a peer. When there is none, the group is made here, with the intent to add the peer: from then
 * on a crash loses nothing, and the lane of the conversation brings it onto the network.
 */
export async function findOrCreateDm(session: Session, peerInboxId: string): Promise<OpenDm> {
  // The turn of welcomes: the peer's own DM group may arrive at this very moment and has to be stitched to ours.
  return await session.queue.run('welcomes', async () => {
    return (await findDm(session, peerInboxId)) ?? (await createDm(session, peerInboxId));
  });
}

async function createDm(session: Session, peerInboxId: string): Promise<OpenDm> {
  const { account, clock, random } = session;
  const config = dmGroupConfig({ creatorInboxId: account.inboxId, peerInboxId, random });
  const state = createXmtpGroup(config, ownInstallation(account), clock.nowMs(), random);
  const groupId = bytesToHex(config.groupId);
  const dmId = dmIdOf([account.inboxId, peerInboxId]);
  const clear = await placeOf(session, groupId, { kind: 'dm', dmId });
  const { conversationId } = clear;

  const body = newDmBody(session, peerInboxId, session.uniqueNowNs());
  const write = writeGroup(undefined, { body, clear, cursor: 0n, state });
  const intent = newIntent(session, groupId, {
    kind: 'membership',
    addInboxIds: [peerInboxId],
    removeInboxIds: [],
  });
  const conversation = await conversationOfGroup(session, conversationId, body, state, { isAccepted: true });
  await session.database.commit([
    ...write.changes,
    { kind: 'put', table: 'intents', record: intent },
    ...conversation.changes,
  ]);
  session.groups.remember(write.after);
  session.events.emit({ kind: 'groups' });
  session.events.emit({ kind: 'conversation', conversationId, isNew: conversation.isNew });
  return { conversationId, isCreating: true };
}

function newDmBody(session: Session, peerInboxId: string, nowNs: bigint): GroupBody {
  const { inboxId } = session.account;
  return {
    kind: 'dm',
    peerInboxId,
    creatorInboxId: inboxId,
    addedByInboxId: inboxId,
    name: '',
    memberInboxIds: [inboxId, peerInboxId].sort(),
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
