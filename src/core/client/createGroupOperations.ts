import { type GroupDeps, groupToChange, refusalError, settleWishes } from '../conversation/changeGroup.ts';
import { createGroup } from '../conversation/createGroup.ts';
import { describeGroup } from '../conversation/describeGroup.ts';
import type { LoadedGroup } from '../conversation/groupStore.ts';
import type { IntentRefusal } from '../conversation/intentOutcomes.ts';
import { leaveGroup } from '../conversation/leaveGroup.ts';
import { getConversationRow } from '../conversation/openConversation.ts';
import type { Session } from '../conversation/session.ts';
import { settleSettings } from '../conversation/settleSettings.ts';
import { WalletInboxError } from '../errors.ts';
import { metadataField } from '../group/constants.ts';
import { permissionKinds, withPolicy } from '../group/groupPermissions.ts';
import { encodePolicySet, type PolicySet } from '../group/policy.ts';
import { adminOnlyPolicies, allMembersPolicies } from '../group/policyPresets.ts';
import type { SettingsIntent } from '../group/settingsIntent.ts';
import type { Conversation } from './client.ts';
import { findInboxes } from './findInboxes.ts';
import type { GroupOperations, NewGroupOptions } from './groupOperations.ts';

interface Deps extends GroupDeps {
  assertOpen(): void;
  viewOf(conversationId: string): Promise<Conversation>;
}

const nobody = { addInboxIds: [], removeInboxIds: [] };

/** The operations on groups of one client. */
export function createGroupOperations(deps: Deps): GroupOperations {
  const { session, assertOpen } = deps;

  const changeSettings = async (conversationId: string, wanted: readonly SettingsIntent[]): Promise<void> => {
    await settleSettings(deps, await groupToChange(session, conversationId), wanted);
  };

  const changeRole = async (
    conversationId: string,
    peer: string,
    action: (SettingsIntent & { kind: 'admins' })['action'],
  ): Promise<void> => {
    assertOpen();
    for (const inboxId of await findInboxes(session, [peer])) {
      await changeSettings(conversationId, [{ kind: 'admins', action, inboxId }]);
    }
  };

  return {
    async createGroup(options) {
      assertOpen();
      const policies = policiesOf(options.permissions);
      const found = await findInboxes(session, options.members);
      const memberInboxIds = found.filter((inboxId) => inboxId !== session.account.inboxId);
      const { members: _, permissions: __, ...texts } = options;
      const groupId = await createGroup(deps, { ...texts, memberInboxIds, policies });
      return {
        conversation: await deps.viewOf(groupId),
        notAddedInboxIds: await missingOf(session, groupId, memberInboxIds),
      };
    },
    async updateGroup(conversationId, { name, description, imageUrl }) {
      assertOpen();
      const texts = { name, description, imageUrl };
      const wanted = (['name', 'description', 'imageUrl'] as const).flatMap((field): SettingsIntent[] => {
        const value = texts[field];
        return value === undefined ? [] : [{ kind: 'attribute', field: metadataField[field], value }];
      });
      await changeSettings(conversationId, wanted);
    },
    async addMembers(conversationId, peers) {
      assertOpen();
      const addInboxIds = await findInboxes(session, peers);
      const group = await groupToChange(session, conversationId);
      const refusal = await settleWishes(deps, group, [{ kind: 'membership', ...nobody, addInboxIds }]);
      if (refusal !== undefined && !isUnreachable(refusal, addInboxIds)) throw refusalError(refusal);
      return { notAddedInboxIds: await missingOf(session, group.groupId, addInboxIds) };
    },
    async removeMembers(conversationId, peers) {
      assertOpen();
      const removeInboxIds = await findInboxes(session, peers);
      const group = await groupToChange(session, conversationId);
      assertMembers(group, removeInboxIds);
      const refusal = await settleWishes(deps, group, [{ kind: 'membership', ...nobody, removeInboxIds }]);
      if (refusal !== undefined) throw refusalError(refusal);
    },
    async leaveGroup(conversationId) {
      assertOpen();
      await leaveGroup(deps, conversationId);
    },
    setAdmin: (conversationId, peer, isAdmin) =>
      changeRole(conversationId, peer, isAdmin ? 'addAdmin' : 'removeAdmin'),
    setSuperAdmin: (conversationId, peer, isSuperAdmin) =>
      changeRole(conversationId, peer, isSuperAdmin ? 'addSuperAdmin' : 'removeSuperAdmin'),
    async setPermission(conversationId, kind, policy) {
      assertOpen();
      // What the wire cannot express is refused now and not when the intent is met.
      encodePolicySet(withPolicy(allMembersPolicies, kind, policy));
      await changeSettings(conversationId, [{ kind: 'policy', permission: kind, policy }]);
    },
    async groupDetails(conversationId) {
      assertOpen();
      const { key } = await getConversationRow(session.database, conversationId);
      const group = await session.groups.load(key);
      const details = group === undefined ? undefined : await describeGroup(session, group);
      if (details === undefined) {
        throw new WalletInboxError('Conversation.Unknown', 'What this group says of itself cannot be read.');
      }
      return details;
    },
  };
}

/** @throws Group.Refused for 'allow' where the wire does not know it */
function policiesOf(permissions: NewGroupOptions['permissions'] = 'allMembers'): PolicySet {
  if (permissions === 'allMembers') return allMembersPolicies;
  if (permissions === 'adminOnly') return adminOnlyPolicies;
  let policies = allMembersPolicies;
  for (const kind of permissionKinds) {
    const policy = permissions[kind];
    if (policy !== undefined) policies = withPolicy(policies, kind, policy);
  }
  encodePolicySet(policies);
  return policies;
}

/** Of those who should be in the group, who is not. */
async function missingOf(
  session: Session,
  groupId: string,
  inboxIds: readonly string[],
): Promise<readonly string[]> {
  const group = await session.groups.load(groupId);
  const members = group?.row.body.memberInboxIds ?? [];
  return inboxIds.filter((inboxId) => !members.includes(inboxId));
}

/** That someone cannot be added is an answer, not a failure. */
const isUnreachable = ({ reason, inboxId }: IntentRefusal, addInboxIds: readonly string[]): boolean =>
  reason === 'noUsableKeyPackage' ||
  ((reason === 'unknownInbox' || reason === 'invalidIdentity') &&
    inboxId !== undefined &&
    addInboxIds.includes(inboxId));

function assertMembers(group: LoadedGroup, inboxIds: readonly string[]): void {
  const stranger = inboxIds.find((inboxId) => !group.row.body.memberInboxIds.includes(inboxId));
  if (stranger !== undefined) throw refusalError({ reason: 'notMember', inboxId: stranger });
}
