import type { Change, Stored } from '../ports.ts';
import type { AnnotatedPage } from './annotatePage.ts';
import { conversationFacts, withFacts } from './conversationFacts.ts';
import { type ConversationDraft, isMutedAt, noteGone, noteMessage, noteRead } from './conversationRow.ts';
import { messageTraits } from './messageTraits.ts';
import { timeKey } from './orderKey.ts';
import { type DraftedMessage, draftGroupIdHex, type PageDraft } from './pageDraft.ts';
import type { Session } from './session.ts';

/** What a page makes of its conversation's row. */
export async function conversationChanges(
  session: Session,
  draft: PageDraft,
  row: Stored<'conversations'>,
  { messages, changed }: AnnotatedPage,
): Promise<Change[]> {
  const ownInboxId = session.account.inboxId;
  const next: ConversationDraft = { body: row.body, activityNs: BigInt(row.clear.activity) };
  for (const { row: before, body } of changed) {
    if (before.body.deletion !== undefined || body.deletion === undefined) continue;
    const countsAsUnread = messageTraits(before.body.content).isSpoken;
    noteGone(next, body, { isOwn: body.senderInboxId === ownInboxId, countsAsUnread });
  }
  for (const message of messages) {
    const isOwn = message.body.senderInboxId === ownInboxId;
    noteMessage(next, message.messageId, message.body, { ...message, isOwn });
    if (isOwn && message.origin === 'received' && message.body.kind === 'content') {
      // Written on another device of ours: whoever answers has read, and does not mind the other.
      noteRead(next, message.body.sentAtNs);
      const consent = next.body.consent === 'unknown' ? 'allowed' : next.body.consent;
      next.body = { ...next.body, consent };
    }
    noteReceipt(next, message);
    const isNewLine = message.origin === 'received' && message.showsInList && message.body.kind === 'content';
    if (isNewLine && next.body.isArchived === true && !isMutedAt(next.body, session.clock.nowMs())) {
      next.body = { ...next.body, isArchived: false };
    }
  }

  const { kind, name, memberInboxIds, isActive } = draft.body;
  const before = draft.group.row.body;
  if (kind === 'group' && (name !== before.name || memberInboxIds !== before.memberInboxIds)) {
    next.body = { ...next.body, name, memberInboxIds };
  }
  if (isActive !== before.isActive) {
    next.body = { ...next.body, isActive: isActive || (await hasOtherActiveGroup(session, draft, row.key)) };
  }
  const factual = withFacts(next.body, conversationFacts(draft.body, draft.state));
  if (factual !== next.body && (await isWrittenIn(session, draft, row.key))) next.body = factual;

  const activity = timeKey(next.activityNs);
  if (next.body === row.body && activity === row.clear.activity) return [];
  return [
    { kind: 'expect', table: 'conversations', key: row.key, revision: row.revision },
    { kind: 'put', table: 'conversations', record: { key: row.key, clear: { activity }, body: next.body } },
  ];
}

/** In a DM the peer says how far it has read. */
function noteReceipt(next: ConversationDraft, { act, body }: DraftedMessage): void {
  if (act?.annotation.kind !== 'receipt' || next.body.kind !== 'dm') return;
  if (body.senderInboxId !== next.body.peerInboxId || body.sentAtNs <= (next.body.peerReadNs ?? 0n)) return;
  next.body = { ...next.body, peerReadNs: body.sentAtNs };
}

async function siblings(session: Session, draft: PageDraft, conversationId: string) {
  const groups = await session.database.list('groups', { index: 'byConversation', equals: [conversationId] });
  return groups.filter((row) => row.key !== draftGroupIdHex(draft) && row.body.isActive);
}

/** Of a stitched DM one group may end while another lives. */
async function hasOtherActiveGroup(
  session: Session,
  draft: PageDraft,
  conversationId: string,
): Promise<boolean> {
  return (await siblings(session, draft, conversationId)).length > 0;
}

/** Of the groups of a stitched DM, the one spoken in last is the one that counts. */
async function isWrittenIn(session: Session, draft: PageDraft, conversationId: string): Promise<boolean> {
  if (draft.body.kind !== 'dm') return true;
  const others = await siblings(session, draft, conversationId);
  return others.every(({ body }) => body.lastMessageNs <= draft.body.lastMessageNs);
}
