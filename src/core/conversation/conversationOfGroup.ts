import type { GroupState } from '../mls/groupState.ts';
import type { Change } from '../ports.ts';
import type { ConversationBody, GroupBody } from '../records.ts';
import { conversationFacts, withFacts } from './conversationFacts.ts';
import { firstAddressOf } from './identityLogs.ts';
import { timeKey } from './orderKey.ts';
import type { Session } from './session.ts';

/** A conversation's row once a group has joined it: a new one, or the one that its peer has here, alive again. */
export async function conversationOfGroup(
  session: Session,
  conversationId: string,
  group: GroupBody,
  state: GroupState,
  consent: { readonly isAccepted: boolean },
): Promise<{ readonly changes: readonly Change[]; readonly isNew: boolean }> {
  const stored = await session.database.get('conversations', conversationId);
  const peer = group.peerInboxId;
  const peerAddress =
    stored?.body.peerAddress ??
    (peer === undefined ? undefined : firstAddressOf(await session.identityLogs.newestState(peer)));
  const before =
    stored === undefined && !consent.isAccepted
      ? await storedConsent(session, conversationId, group)
      : undefined;
  const said = stored?.body.consent ?? before?.state ?? 'unknown';

  const body: ConversationBody = {
    ...stored?.body,
    kind: group.kind === 'dm' ? 'dm' : 'group',
    ...(peer === undefined ? {} : { peerInboxId: peer }),
    ...(peerAddress === undefined ? {} : { peerAddress }),
    name: group.name,
    memberInboxIds: group.memberInboxIds,
    consent: consent.isAccepted ? 'allowed' : said,
    isActive: true,
    unreadCount: stored?.body.unreadCount ?? 0,
    createdAtNs: stored?.body.createdAtNs ?? group.createdNs,
  };
  const activity = stored?.clear.activity ?? timeKey(group.createdNs);
  return {
    isNew: stored === undefined,
    changes: [
      ...(before?.expectations ?? []),
      { kind: 'expect', table: 'conversations', key: conversationId, revision: stored?.revision ?? 0 },
      {
        kind: 'put',
        table: 'conversations',
        record: {
          key: conversationId,
          clear: { activity },
          body: withFacts(body, conversationFacts(group, state)),
        },
      },
    ],
  };
}

/**
 * What the person has said before, here or on another device: about this conversation, about its peer, or, of a group,
 * that whoever added us is blocked. That somebody is welcome does not make all of their groups so.
 *
 * @returns also the expectation that nothing else is said before the commit
 */
async function storedConsent(
  session: Session,
  conversationId: string,
  group: GroupBody,
): Promise<{
  readonly state: ConversationBody['consent'] | undefined;
  readonly expectations: readonly Change[];
}> {
  const keys = [`conversation/${conversationId}`, `inbox/${group.peerInboxId ?? group.addedByInboxId}`];
  const rows = await session.database.getMany('consent', keys);
  const expectations = keys.map(
    (key, index): Change => ({
      kind: 'expect',
      table: 'consent',
      key,
      revision: rows[index]?.revision ?? 0,
    }),
  );
  const [ofConversation, ofInbox] = rows.map((row) => row?.body.state);
  const isSaid = group.kind === 'dm' || ofInbox === 'denied';
  return { state: ofConversation ?? (isSaid ? ofInbox : undefined), expectations };
}
