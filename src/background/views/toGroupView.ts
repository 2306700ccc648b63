import { type GroupView, groupTextLimits, maxMembersInGroupView } from '../../bridge/groupView.ts';
import type { GroupDetails, GroupMember } from '../../core/conversation/describeGroup.ts';
import { cutText } from './cutText.ts';

const rank = { superAdmin: 0, admin: 1, member: 2 } as const;

/** The plain JSON of a group: ourselves first, then by role. Its texts are other people's: cut to what a view holds. */
export function toGroupView(details: GroupDetails, ownInboxId: string): GroupView {
  const { ownRole, pausedForVersion } = details;
  // A stable sort: within a role the order of the group stays.
  const members = [...details.members].sort(
    (a, b) =>
      Number(b.inboxId === ownInboxId) - Number(a.inboxId === ownInboxId) || rank[a.role] - rank[b.role],
  );
  return {
    conversationId: details.conversationId,
    name: cutText(details.name, 512),
    description: cutText(details.description, groupTextLimits.description),
    imageUrl: cutText(details.imageUrl, groupTextLimits.imageUrl),
    ownInboxId,
    creatorInboxId: details.creatorInboxId,
    addedByInboxId: details.addedByInboxId,
    members: members.slice(0, maxMembersInGroupView).map(toMemberView),
    memberCount: members.length,
    ...(ownRole === undefined ? {} : { ownRole }),
    preset: details.preset,
    permissions: { ...details.permissions },
    isActive: details.isActive,
    isLeaving: details.isLeaving,
    ...(pausedForVersion === undefined ? {} : { pausedForVersion: cutText(pausedForVersion, 64) }),
    maybeForked: details.maybeForked,
  };
}

function toMemberView(member: GroupMember): GroupView['members'][number] {
  const { address, addedByInboxId } = member;
  return {
    inboxId: member.inboxId,
    ...(address === undefined ? {} : { address: address.toLowerCase() }),
    role: member.role,
    ...(addedByInboxId === undefined ? {} : { addedByInboxId }),
    installationCount: member.installationCount,
    isLeaving: member.isLeaving,
  };
}
