import type { groupChannels } from '../../bridge/channels/groupChannels.ts';
import type { GroupView, MemberRole } from '../../bridge/groupView.ts';
import type { Client } from '../../core/client/client.ts';
import { toConversationView } from '../views/toConversationView.ts';
import { toGroupView } from '../views/toGroupView.ts';
import type { Procedures } from './procedure.ts';

/** Behind group.*. Every change answers with the group as it is after it. */
export function groupProcedures(deps: {
  readonly client: () => Promise<Client>;
  readonly resolveName: (name: string) => Promise<{ readonly address: string }>;
  readonly nowMs: () => number;
}): Procedures<keyof typeof groupChannels> {
  const { client, resolveName, nowMs } = deps;

  async function change(
    conversationId: string,
    make: (open: Client) => Promise<unknown>,
  ): Promise<GroupView> {
    const open = await client();
    await make(open);
    return view(open, conversationId);
  }

  return {
    async 'group.findMember'({ peer }) {
      const open = await client();
      const typed = peer.trim();
      // Neither an address nor an inbox id holds a dot; every name does.
      const target = typed.includes('.') ? (await resolveName(typed)).address : typed;
      const { inboxId, address } = await open.findInbox(target);
      return { inboxId, ...(address === undefined ? {} : { address: address.toLowerCase() }) };
    },
    async 'group.create'(options) {
      const { conversation, notAddedInboxIds } = await (await client()).createGroup(options);
      return { conversation: toConversationView(conversation), notAddedInboxIds: [...notAddedInboxIds] };
    },
    async 'group.details'({ conversationId }) {
      return view(await client(), conversationId);
    },
    'group.update': ({ conversationId, ...changes }) =>
      change(conversationId, (open) => open.updateGroup(conversationId, changes)),
    async 'group.addMembers'({ conversationId, members }) {
      const open = await client();
      const { notAddedInboxIds } = await open.addMembers(conversationId, members);
      return { group: await view(open, conversationId), notAddedInboxIds: [...notAddedInboxIds] };
    },
    'group.removeMembers': ({ conversationId, inboxIds }) =>
      change(conversationId, (open) => open.removeMembers(conversationId, inboxIds)),
    'group.setRole': ({ conversationId, inboxId, role }) =>
      change(conversationId, (open) => giveRole(open, conversationId, inboxId, role)),
    'group.setPermission': ({ conversationId, kind, policy }) =>
      change(conversationId, (open) => open.setPermission(conversationId, kind, policy)),
    'group.setDisappearing': ({ conversationId, inNs }) =>
      change(conversationId, (open) =>
        open.setDisappearing(
          conversationId,
          inNs === undefined ? undefined : { fromNs: BigInt(nowMs()) * 1_000_000n, inNs: BigInt(inNs) },
        ),
      ),
    'group.leave': ({ conversationId }) => change(conversationId, (open) => open.leaveGroup(conversationId)),
  };
}

async function view(open: Client, conversationId: string): Promise<GroupView> {
  return toGroupView(await open.groupDetails(conversationId), open.inboxId);
}

/**
 * The roles are two lists, independent of each other. What super admins alone may do comes first and the taking of super
 * admin last: it may be our own, and with it goes the right to do the rest.
 */
async function giveRole(
  open: Client,
  conversationId: string,
  inboxId: string,
  role: MemberRole,
): Promise<void> {
  if (role === 'superAdmin') {
    await open.setSuperAdmin(conversationId, inboxId, true);
    return;
  }
  await open.setAdmin(conversationId, inboxId, role === 'admin');
  await open.setSuperAdmin(conversationId, inboxId, false);
}
