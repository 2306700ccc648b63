import { isWalletInboxError } from '../errors.ts';
import { checkMinVersion } from '../group/libxmtpVersion.ts';
import { storeProposal } from '../mls/storeProposal.ts';
import type { GroupEnvelope } from '../ports.ts';
import { acceptsProposal } from './acceptsProposal.ts';
import { draftApplication, draftFailure } from './draftApplication.ts';
import { draftCommit } from './draftCommit.ts';
import { draftRemovals } from './draftLeaving.ts';
import { draftOwn } from './draftOwn.ts';
import { type OpenedItem, openRun } from './openRun.ts';
import { ownPayloads, type PageDraft, startDraft } from './pageDraft.ts';
import { provenSender } from './provenSender.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Session } from './session.ts';
import { writePage } from './writePage.ts';

/**
 * `gap`: a stream skipped something, the caller must query from the cursor. `held`: the group waits for a newer
 * version of us. `inactive`: we are no member; nothing was looked at after our removal.
 */
export interface ReceiveResult {
  readonly kind: 'done' | 'gap' | 'held' | 'inactive';
  readonly newMessages: number;
}

/**
 * Takes envelopes of one group in the node's order and commits, in one transaction, the changed MLS parts, the rows
 * and the cursor. The caller holds the conversation's turn. When a lookup fails in the middle, what was computed
 * before it is committed and the error is thrown: the rest is met again from the cursor.
 */
export async function receivePage(
  session: Session,
  groupId: string,
  envelopes: readonly GroupEnvelope[],
  source: 'query' | 'stream',
): Promise<ReceiveResult> {
  return await retryOnConflict(session, groupId, async () => {
    const group = await session.groups.load(groupId);
    if (group === undefined || !group.row.body.isActive) return { kind: 'inactive', newMessages: 0 };
    const { pausedForVersion } = group.row.body;
    if (pausedForVersion !== undefined && checkMinVersion(pausedForVersion) === 'tooNew') {
      return { kind: 'held', newMessages: 0 };
    }

    const cursor = group.head.body.cursor;
    const fresh = envelopes.filter((envelope) => envelope.id > cursor);
    if (fresh.length === 0) return { kind: 'done', newMessages: 0 };

    const [outbox, intents] = await Promise.all([
      session.database.list('outbox', { index: 'byGroup', equals: [groupId] }),
      session.database.list('intents', { index: 'byGroup', equals: [groupId] }),
    ]);
    const draft = startDraft(group, outbox, intents);
    if (pausedForVersion !== undefined) {
      const { pausedForVersion: _, ...body } = draft.body;
      draft.body = body;
    }

    let kind: ReceiveResult['kind'];
    let failure: unknown;
    try {
      kind = await computePage(session, draft, fresh, source);
    } catch (error) {
      if (!isWalletInboxError(error)) throw error;
      kind = 'done';
      failure = error;
    }
    draftRemovals(session, draft);
    const newMessages = await writePage(session, draft);
    if (failure !== undefined) throw failure;
    return { kind, newMessages };
  });
}

async function computePage(
  session: Session,
  draft: PageDraft,
  envelopes: readonly GroupEnvelope[],
  source: 'query' | 'stream',
): Promise<ReceiveResult['kind']> {
  let next = 0;
  while (next < envelopes.length) {
    const run = await openRun(draft.state, envelopes, next, ownPayloads(draft));
    for (const item of run.items) {
      // A stream only promises order within itself; the query is asked before a message is called unreadable.
      if (source === 'stream' && item.kind === 'failed' && item.reason === 'futureEpoch') return 'gap';
      const verdict = await processItem(session, draft, item);
      if (verdict === 'held') return 'held';
      draft.cursor = item.envelope.id;
      if (verdict === 'ended') return 'inactive';
    }
    next = run.next;
  }
  return 'done';
}

async function processItem(
  session: Session,
  draft: PageDraft,
  item: OpenedItem,
): Promise<'done' | 'held' | 'ended'> {
  if (item.kind === 'own') {
    await draftOwn(session, draft, item);
    return 'done';
  }
  if (item.kind === 'failed') {
    session.logger.debug('group.message.unopened', { id: item.envelope.id, reason: item.reason });
    draftFailure(draft, item);
    return 'done';
  }

  switch (item.content.kind) {
    case 'application': {
      const senderInboxId = await provenSender(session, item.sender);
      draft.state = item.state;
      await draftApplication(session, draft, item, item.content.data, senderInboxId);
      return 'done';
    }
    case 'proposal':
      draft.state = acceptsProposal(item.state, item.content.proposal)
        ? storeProposal(item.state, item.content.proposal)
        : item.state;
      return 'done';
    case 'commit':
      return await draftCommit(session, draft, item, item.content.commit);
  }
}
