/** For tests: a group of four that a super admin looks at. */
import type { GroupMemberView, GroupView, MemberRole } from '../../bridge/groupView.ts';

const inboxIdOf = (digit: string): string => digit.repeat(64);

const fakeOwnInboxId = inboxIdOf('0');
export const fakeGroupId = 'ab'.repeat(16);

export const fakeMember = (digit: string, role: MemberRole = 'member'): GroupMemberView => ({
  inboxId: inboxIdOf(digit),
  address: `0x${digit.repeat(40)}`,
  role,
  installationCount: 1,
  isLeaving: false,
});

export function fakeGroupView(change: Partial<GroupView> = {}): GroupView {
  const members = change.members ?? [
    fakeMember('0', change.ownRole ?? 'superAdmin'),
    fakeMember('1', 'superAdmin'),
    fakeMember('2', 'admin'),
    fakeMember('3'),
  ];
  return {
    conversationId: fakeGroupId,
    name: 'Night shift',
    description: '',
    imageUrl: '',
    ownInboxId: fakeOwnInboxId,
    creatorInboxId: fakeOwnInboxId,
    addedByInboxId: fakeOwnInboxId,
    memberCount: members.length,
    ownRole: 'superAdmin',
    preset: 'allMembers',
    permissions: {
      addMember: 'allow',
      removeMember: 'admin',
      name: 'allow',
      description: 'allow',
      imageUrl: 'allow',
      disappearing: 'admin',
      addAdmin: 'superAdmin',
      removeAdmin: 'superAdmin',
      appData: 'allow',
    },
    isActive: true,
    isLeaving: false,
    maybeForked: false,
    ...change,
    members,
  };
}
