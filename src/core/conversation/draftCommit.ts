import { bytesToHex } from '../bytes/hex.ts';
import { verifySignatures } from '../crypto/signatureBatch.ts';
import { isWalletInboxError } from '../errors.ts';
import { commitToValidate, validateCommit } from '../group/commitValidation.ts';
import type { GroupChanges } from '../group/groupChanges.ts';
import { groupUpdatedContent } from '../group/groupUpdated.ts';
import { xmtpProposalRules } from '../group/xmtpProposalRules.ts';
import type { AuthenticatedCommit } from '../mls/openMessage.ts';
import { type CommitOutcome, processCommit } from '../mls/processCommit.ts';
import type { GroupEnvelope } from '../ports.ts';
import { noteSameEpoch } from './draftApplication.ts';
import { draftGroupUpdate } from './draftGroupUpdate.ts';
import { groupFacts } from './groupFacts.ts';
import { decideWithIdentity } from './identityDecision.ts';
import { memberHistory } from './memberHistory.ts';
import type { OpenedItem } from './openRun.ts';
import type { PageDraft } from './pageDraft.ts';
import type { Session } from './session.ts';

/** `held`: the envelope must be met again later; `ended`: we are no member any more. */
export type CommitVerdict = 'done' | 'held' | 'ended';

/**
 * A commit of another member. It is applied only if RFC 9420 and XMTP's rules both allow it; otherwise everybody
 * stays in the old epoch, and so do we. A lookup that fails throws: the page stops before this envelope.
 */
export async function draftCommit(
  session: Session,
  draft: PageDraft,
  item: OpenedItem & { readonly kind: 'opened' },
  commit: AuthenticatedCommit,
): Promise<CommitVerdict> {
  const outcome = await computeCommit(session, draft, item, commit);
  if (outcome === undefined) {
    draft.state = item.state;
    return 'done';
  }

  const toValidate = commitToValidate(item.state, outcome);
  const validation = await decideWithIdentity(session.identityLogs, (identity) =>
    validateCommit(toValidate, identity),
  );
  if (validation.kind === 'paused') {
    draft.body = { ...draft.body, pausedForVersion: validation.minVersion };
    return 'held';
  }
  if (validation.kind !== 'valid') {
    const { reason } = validation;
    session.logger.warn('group.commit.refused', { groupId: groupIdOf(item.envelope), reason });
    draft.state = item.state;
    return 'done';
  }

  noteSameEpoch(draft, item.epoch);
  draft.state = outcome.state;
  noteChanges(draft, validation.changes, item.envelope);
  if (outcome.kind === 'removedSelf') {
    draft.body = { ...draft.body, isActive: false };
    return 'ended';
  }
  const facts = groupFacts(outcome.state, session.account.inboxId);
  if (facts !== undefined) {
    const { actor } = validation.changes;
    const members = memberHistory(draft.body, facts.memberInboxIds, actor.inboxId);
    draft.body = { ...draft.body, name: facts.name, ...members };
  }
  dropOvertakenIntents(draft);
  return 'done';
}

async function computeCommit(
  session: Session,
  draft: PageDraft,
  item: OpenedItem & { readonly kind: 'opened' },
  commit: AuthenticatedCommit,
): Promise<CommitOutcome | undefined> {
  try {
    const unverified = processCommit(item.state, commit, xmtpProposalRules);
    return unverified.confirm(await verifySignatures(unverified.checks));
  } catch (error) {
    if (!isWalletInboxError(error)) throw error;
    session.logger.warn('group.commit.invalid', {
      groupId: groupIdOf(item.envelope),
      epoch: draft.state.groupContext.epoch,
      code: error.code,
      reason: String(error.details.reason ?? ''),
    });
    return undefined;
  }
}

/** The transcript row of a commit. */
function noteChanges(draft: PageDraft, changes: GroupChanges, envelope: GroupEnvelope): void {
  const content = groupUpdatedContent(changes, draft.body.leavingInboxIds);
  if (content !== undefined) draftGroupUpdate(draft, envelope, changes.actor.inboxId, content);
}

/** A commit of ours that was made in an epoch that is over can never be applied by anyone: it is made again. */
export function dropOvertakenIntents(draft: PageDraft): void {
  for (const row of draft.intents) {
    const intent = draft.intentWrites.has(row.key) ? draft.intentWrites.get(row.key) : row.body;
    if (intent?.published === undefined) continue;
    if (intent.published.epoch >= draft.state.groupContext.epoch) continue;
    const { published: _, ...rest } = intent;
    draft.intentWrites.set(row.key, rest);
  }
}

function groupIdOf(envelope: GroupEnvelope): string {
  return bytesToHex(envelope.groupId);
}
