import { bytesToHex } from '../bytes/hex.ts';
import { WalletInboxError } from '../errors.ts';
import { createXmtpGroup } from '../group/createXmtpGroup.ts';
import { dmGroupConfig } from '../group/groupConfig.ts';
import type { Change } from '../ports.ts';
import type { ConversationBody, GroupBody } from '../records.ts';
import { ownInstallation } from './account.ts';
import { writeGroup } from './groupStore.ts';
import { firstAddressOf } from './identityLogs.ts';
import { placeOf } from './joinConversation.ts';
import { timeKey } from './orderKey.ts';
import type { Session } from './session.ts';
import { newIntent } from './settleIntents.ts';

/**
 * The id of the conversation with a peer. When there is none, the group is made here, with the intent to add the peer:
 * from then on a crash loses nothing, and the lane of the conversation brings it onto the network.
 */
export async function findOrCreateDm(session: Session, peerInboxId: string): Promise<string> {
  // The turn of welcomes: the peer's own DM group may arrive at this very moment and has to be stitched to ours.
  return await session.queue.run('welcomes', async () => {
    const config = dmGroupConfig({
      creatorInboxId: session.account.inboxId,
      peerInboxId,
      random: session.random,
    });
    if (config.dmId === undefined) throw new WalletInboxError('Peer.Invalid', 'A DM needs two inboxes.');
    const state = createXmtpGroup(
      config,
      ownInstallation(session.account),
      session.clock.nowMs(),
      session.random,
    );
    const nowNs = session.uniqueNowNs();
    const body = newDmBody(session, peerInboxId, nowNs);
    const groupId = bytesToHex(config.groupId);
    const clear = await placeOf(session, groupId, { kind: 'dm', dmId: config.dmId });
    if (clear.conversationId !== groupId) {
      const isWritable = await hasActiveGroup(session, clear.conversationId);
      if (isWritable) return clear.conversationId;
    }

    const write = writeGroup(undefined, { body, clear, cursor: 0n, state });
    const intent = newIntent(session, write.after.groupId, {
      kind: 'membership',
      addInboxIds: [peerInboxId],
      removeInboxIds: [],
    });
    await session.database.commit([
      ...write.changes,
      { kind: 'put', table: 'intents', record: intent },
      ...(await conversationChanges(session, clear.conversationId, body)),
    ]);
    session.groups.remember(write.after);
    session.events.emit({ kind: 'groups' });
    session.events.emit({ kind: 'conversation', conversationId: clear.conversationId, isNew: true });
    return clear.conversationId;
  });
}

async function hasActiveGroup(session: Session, conversationId: string): Promise<boolean> {
  const groups = await session.database.list('groups', { index: 'byConversation', equals: [conversationId] });
  return groups.some((group) => group.body.isActive);
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

async function conversationChanges(
  session: Session,
  conversationId: string,
  group: GroupBody,
): Promise<Change[]> {
  const stored = await session.database.get('conversations', conversationId);
  const peer = group.peerInboxId;
  const peerAddress =
    stored?.body.peerAddress ??
    (peer === undefined ? undefined : firstAddressOf(await session.identityLogs.newestState(peer)));
  const body: ConversationBody = {
    kind: 'dm',
    ...(peer === undefined ? {} : { peerInboxId: peer }),
    ...(peerAddress === undefined ? {} : { peerAddress }),
    name: '',
    memberInboxIds: group.memberInboxIds,
    consent: 'allowed',
    isActive: true,
    unreadCount: stored?.body.unreadCount ?? 0,
    ...(stored?.body.lastMessageId === undefined ? {} : { lastMessageId: stored.body.lastMessageId }),
    createdAtNs: stored?.body.createdAtNs ?? group.createdNs,
  };
  const activity = stored?.clear.activity ?? timeKey(group.createdNs);
  return [
    { kind: 'expect', table: 'conversations', key: conversationId, revision: stored?.revision ?? 0 },
    { kind: 'put', table: 'conversations', record: { key: conversationId, clear: { activity }, body } },
  ];
}
