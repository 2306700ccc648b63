import { readGroupContext } from '../group/groupContextExtensions.ts';
import { groupLeaves } from '../group/groupLeaf.ts';
import { type GroupPermissions, groupPermissionsOf } from '../group/groupPermissions.ts';
import { groupViewOf } from '../group/groupView.ts';
import { checkMinVersion } from '../group/libxmtpVersion.ts';
import { type MutableMetadata, roleOf } from '../group/mutableMetadata.ts';
import type { PolicyPreset } from '../group/policyPresets.ts';
import { listMembers } from '../mls/members.ts';
import type { GroupBody } from '../records.ts';
import type { LoadedGroup } from './groupStore.ts';
import { firstAddressOf } from './identityLogs.ts';
import type { Session } from './session.ts';

/** A super admin may also be an admin; the higher role is named. */
export type MemberRole = 'member' | 'admin' | 'superAdmin';

export interface GroupMember {
  readonly inboxId: string;
  /** Its oldest Ethereum address, when known. */
  readonly address?: string;
  readonly role: MemberRole;
  /** Who brought it into the group, when that happened since we are in; for ourselves always. */
  readonly addedByInboxId?: string;
  /** Installations of it that can read the group. */
  readonly installationCount: number;
  /** It has asked to leave, and no super admin's client has taken it out yet. */
  readonly isLeaving: boolean;
}

/** A group and who is in it, as of what was read so far. */
export interface GroupDetails {
  /** 32 hex digits. */
  readonly conversationId: string;
  readonly name: string;
  readonly description: string;
  readonly imageUrl: string;
  readonly creatorInboxId: string;
  readonly addedByInboxId: string;
  /** Ordered by inbox id. */
  readonly members: readonly GroupMember[];
  /** Absent after our removal. */
  readonly ownRole?: MemberRole;
  readonly preset: PolicyPreset;
  readonly permissions: GroupPermissions;
  /** False after our removal. */
  readonly isActive: boolean;
  /** We have asked to leave. */
  readonly isLeaving: boolean;
  /** The version that the group asks for, when it is above ours: it can be read but not written or changed. */
  readonly pausedForVersion?: string;
  /** Others seem to be in an epoch that we cannot follow: what is written may not reach them. */
  readonly maybeForked: boolean;
}

/** `undefined` when the group's context cannot be read. */
export async function describeGroup(session: Session, group: LoadedGroup): Promise<GroupDetails | undefined> {
  const context = readGroupContext(group.state.groupContext.extensions);
  if (context === undefined) return undefined;
  const { inboxId: own } = session.account;
  const { body } = group.row;
  const view = groupViewOf(context, own);

  const counts = new Map<string, number>();
  for (const { inboxId } of groupLeaves(listMembers(group.state))) {
    if (inboxId !== undefined) counts.set(inboxId, (counts.get(inboxId) ?? 0) + 1);
  }
  const members: GroupMember[] = [];
  for (const inboxId of view.memberInboxIds) {
    const address = firstAddressOf(await session.identityLogs.newestState(inboxId));
    const addedByInboxId = adderOf(body, inboxId, own);
    members.push({
      inboxId,
      ...(address === undefined ? {} : { address }),
      role: memberRole(context.mutableMetadata, inboxId),
      ...(addedByInboxId === undefined ? {} : { addedByInboxId }),
      installationCount: counts.get(inboxId) ?? 0,
      isLeaving: body.leavingInboxIds.includes(inboxId),
    });
  }

  const { pausedForVersion } = body;
  const isPaused = pausedForVersion !== undefined && checkMinVersion(pausedForVersion) === 'tooNew';
  return {
    conversationId: group.row.clear.conversationId,
    name: view.name,
    description: view.description,
    imageUrl: view.imageUrl,
    creatorInboxId: body.creatorInboxId,
    addedByInboxId: body.addedByInboxId,
    members,
    ...(body.isActive ? { ownRole: memberRole(context.mutableMetadata, own) } : {}),
    preset: view.permissions,
    permissions: groupPermissionsOf(context.policies),
    isActive: body.isActive,
    isLeaving: body.leavingInboxIds.includes(own),
    ...(isPaused ? { pausedForVersion } : {}),
    maybeForked: body.maybeForked,
  };
}

function memberRole(metadata: MutableMetadata, inboxId: string): MemberRole {
  const { isAdmin, isSuperAdmin } = roleOf(metadata, inboxId);
  if (isSuperAdmin) return 'superAdmin';
  return isAdmin ? 'admin' : 'member';
}

function adderOf(body: GroupBody, inboxId: string, own: string): string | undefined {
  if (inboxId === own) return body.addedByInboxId;
  if (inboxId === body.creatorInboxId && body.addedBy?.some((entry) => entry.inboxId === inboxId) !== true) {
    return inboxId;
  }
  return body.addedBy?.find((entry) => entry.inboxId === inboxId)?.byInboxId;
}
