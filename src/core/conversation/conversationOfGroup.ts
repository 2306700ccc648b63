import type { Change } from '../ports.ts';
import type { ConversationBody, GroupBody } from '../records.ts';
import { firstAddressOf } from './identityLogs.ts';
import { timeKey } from './orderKey.ts';
import type { Session } from './session.ts';

/** A conversation's row once a group has joined it: a new one, or the one that its peer has here, alive again. */
export async function conversationOfGroup(
  session: Session,
  conversationId: string,
  group: GroupBody,
  consent: { readonly isAccepted: boolean },
): Promise<{ readonly changes: readonly Change[]; readonly isNew: boolean }> {
  const stored = await session.database.get('conversations', conversationId);
  const peer = group.peerInboxId;
  const peerAddress =
    stored?.body.peerAddress ??
    (peer === undefined ? undefined : firstAddressOf(await session.identityLogs.newestState(peer)));
  const said = stored?.body.consent ?? (await storedConsent(session, conversationId, group)) ?? 'unknown';

  const body: ConversationBody = {
    kind: group.kind === 'dm' ? 'dm' : 'group',
    ...(peer === undefined ? {} : { peerInboxId: peer }),
    ...(peerAddress === undefined ? {} : { peerAddress }),
    name: group.name,
    memberInboxIds: group.memberInboxIds,
    consent: consent.isAccepted ? 'allowed' : said,
    isActive: true,
    unreadCount: stored?.body.unreadCount ?? 0,
    ...(stored?.body.lastMessageId === undefined ? {} : { lastMessageId: stored.body.lastMessageId }),
    createdAtNs: stored?.body.createdAtNs ?? group.createdNs,
  };
  const activity = stored?.clear.activity ?? timeKey(group.createdNs);
  return {
    isNew: stored === undefined,
    changes: [
      { kind: 'expect', table: 'conversations', key: conversationId, revision: stored?.revision ?? 0 },
      { kind: 'put', table: 'conversations', record: { key: conversationId, clear: { activity }, body } },
    ],
  };
}

/**
 * What the person has said before, here or on another device: about this conversation, about its peer, or, of a group,
 * that whoever added us is blocked. That somebody is welcome does not make all of their groups so.
 */
async function storedConsent(
  session: Session,
  conversationId: string,
  group: GroupBody,
): Promise<ConversationBody['consent'] | undefined> {
  const [conversation, inbox] = await session.database.getMany('consent', [
    `conversation/${conversationId}`,
    `inbox/${group.peerInboxId ?? group.addedByInboxId}`,
  ]);
  if (conversation !== undefined) return conversation.body.state;
  const ofInbox = inbox?.body.state;
  return group.kind === 'dm' || ofInbox === 'denied' ? ofInbox : undefined;
}
