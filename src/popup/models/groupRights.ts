import type {
  GroupMemberView,
  GroupView,
  MemberRole,
  PermissionName,
  PermissionPolicy,
} from '../../bridge/groupView.ts';

/** Whether a policy lets a role. What a combination lets is known to the worker alone: it is asked. */
function allows(policy: PermissionPolicy | 'custom', role: MemberRole): boolean {
  if (policy === 'allow' || policy === 'custom') return true;
  if (policy === 'admin') return role !== 'member';
  return policy === 'superAdmin' && role === 'superAdmin';
}

/** Our role, while the group can be changed: not once we are out of it, and not while it waits for a newer version. */
function openRole({ isActive, pausedForVersion, ownRole }: GroupView): MemberRole | undefined {
  return isActive && pausedForVersion === undefined ? ownRole : undefined;
}

/** What to offer. The worker and every member judge again: a hint, not a lock. */
export function mayDo(group: GroupView, kind: PermissionName): boolean {
  const role = openRole(group);
  return role !== undefined && allows(group.permissions[kind], role);
}

/** Only super admins set permissions, whatever the permissions are. */
export const maySetPermissions = (group: GroupView): boolean => openRole(group) === 'superAdmin';

export type MemberAction = 'makeAdmin' | 'makeSuperAdmin' | 'takeAdmin' | 'takeSuperAdmin' | 'remove';

/** The role that an action leaves its member with. */
export const roleAfter: Readonly<Record<Exclude<MemberAction, 'remove'>, MemberRole>> = {
  makeAdmin: 'admin',
  makeSuperAdmin: 'superAdmin',
  takeAdmin: 'member',
  takeSuperAdmin: 'member',
};

/** What may be done to a member, ourselves included. */
export function memberActions(group: GroupView, member: GroupMemberView): readonly MemberAction[] {
  const isOwn = member.inboxId === group.ownInboxId;
  const isSuper = openRole(group) === 'superAdmin';
  const actions: MemberAction[] = [];
  if (member.role === 'member' && mayDo(group, 'addAdmin')) actions.push('makeAdmin');
  if (member.role !== 'superAdmin' && isSuper) actions.push('makeSuperAdmin');
  if (member.role === 'admin' && mayDo(group, 'removeAdmin')) actions.push('takeAdmin');
  if (member.role === 'superAdmin' && isSuper && superAdminCount(group) > 1) actions.push('takeSuperAdmin');
  // A super admin has to lose the role first; oneself one does not remove but leave.
  if (!isOwn && member.role !== 'superAdmin' && mayDo(group, 'removeMember')) actions.push('remove');
  return actions;
}

const superAdminCount = ({ members }: GroupView): number =>
  members.filter(({ role }) => role === 'superAdmin').length;

/** What stands between us and leaving; undefined: nothing does. */
export type LeaveObstacle = 'inactive' | 'paused' | 'isLeaving' | 'lastMember' | 'superAdmin';

export function leaveObstacle(group: GroupView): LeaveObstacle | undefined {
  if (!group.isActive) return 'inactive';
  if (group.isLeaving) return 'isLeaving';
  if (group.pausedForVersion !== undefined) return 'paused';
  if (group.memberCount <= 1) return 'lastMember';
  return group.ownRole === 'superAdmin' ? 'superAdmin' : undefined;
}
