import { readGroupContext } from '../group/groupContextExtensions.ts';
import { roleOf } from '../group/mutableMetadata.ts';
import { newIntent } from './newIntent.ts';
import { currentIntent, draftGroupIdHex, type PageDraft } from './pageDraft.ts';
import type { Session } from './session.ts';

/** A member asks to be taken out of the group. Nobody leaves a DM. */
export function noteLeaving(draft: PageDraft, inboxId: string): void {
  const { kind, memberInboxIds, leavingInboxIds } = draft.body;
  if (kind !== 'group' || !memberInboxIds.includes(inboxId) || leavingInboxIds.includes(inboxId)) return;
  draft.body = { ...draft.body, leavingInboxIds: [...leavingInboxIds, inboxId] };
}

/**
 * A member cannot take its own leaf out of the tree: a super admin's client does it, without being asked by its person,
 * as in libxmtp. Looked at with every page, so that one who becomes super admin later takes over what others left.
 */
export function draftRemovals(session: Session, draft: PageDraft): void {
  const { kind, isActive, leavingInboxIds, memberInboxIds } = draft.body;
  if (kind !== 'group' || !isActive) return;
  const own = session.account.inboxId;
  const leaving = leavingInboxIds.filter((inboxId) => inboxId !== own && memberInboxIds.includes(inboxId));
  if (leaving.length === 0 || leavingInboxIds.includes(own)) return;

  const context = readGroupContext(draft.state.groupContext.extensions);
  if (context === undefined || !roleOf(context.mutableMetadata, own).isSuperAdmin) return;
  const queued = draft.intents.flatMap((row) => currentIntent(draft, row)?.removeInboxIds ?? []);
  const removeInboxIds = leaving.filter(
    // Who is a super admin has to be made an ordinary member first: nobody may remove it.
    (inboxId) => !queued.includes(inboxId) && !roleOf(context.mutableMetadata, inboxId).isSuperAdmin,
  );
  if (removeInboxIds.length === 0) return;
  draft.newIntents.push(
    newIntent(session, draftGroupIdHex(draft), { kind: 'membership', addInboxIds: [], removeInboxIds }),
  );
}
