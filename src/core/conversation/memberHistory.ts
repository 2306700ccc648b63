import type { GroupBody } from '../records.ts';

/** What a commit means for who is in a group, who brought them, and who still waits to be let go. */
export function memberHistory(
  body: GroupBody,
  memberInboxIds: readonly string[],
  actorInboxId: string,
): Pick<GroupBody, 'memberInboxIds' | 'leavingInboxIds' | 'addedBy'> {
  const before = new Set(body.memberInboxIds);
  const members = new Set(memberInboxIds);
  const isSame = before.size === members.size && memberInboxIds.every((inboxId) => before.has(inboxId));
  const { addedBy = [], leavingInboxIds } = body;
  if (isSame) return { memberInboxIds: body.memberInboxIds, leavingInboxIds, addedBy };
  const added = memberInboxIds.filter((inboxId) => !before.has(inboxId));
  return {
    memberInboxIds,
    leavingInboxIds: leavingInboxIds.filter((inboxId) => members.has(inboxId)),
    addedBy: [
      ...addedBy.filter(({ inboxId }) => members.has(inboxId)),
      ...added.map((inboxId) => ({ inboxId, byInboxId: actorInboxId })),
    ],
  };
}
