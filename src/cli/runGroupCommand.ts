import type { Client } from '../core/client/client.ts';
import type { GroupCommand } from './groupCommandLine.ts';
import type { Printer } from './printer.ts';
import { sentInTime } from './sentInTime.ts';

/** Runs a command on groups; prints the group as it is afterwards (`send`: the message). */
export async function runGroupCommand(
  client: Client,
  command: GroupCommand,
  printer: Printer,
): Promise<void> {
  // What we may do is judged by the group as it is now.
  if (command.action !== 'info' || !command.offline) await client.syncAll();
  if (command.action === 'create') {
    const { peers, action: _, ...texts } = command;
    const { conversation, notAddedInboxIds } = await client.createGroup({ members: peers, ...texts });
    return printer.group(await client.groupDetails(conversation.conversationId), notAddedInboxIds);
  }
  const conversationId = command.conversationId.toLowerCase();
  if (command.action === 'send') {
    const { sent } = await client.sendText(conversationId, command.text);
    return printer.message(await sentInTime(sent));
  }
  const notAdded = await change(client, conversationId, command);
  printer.group(await client.groupDetails(conversationId), notAdded);
}

async function change(
  client: Client,
  conversationId: string,
  command: Exclude<GroupCommand, { action: 'create' | 'send' }>,
): Promise<readonly string[]> {
  switch (command.action) {
    case 'info':
      return [];
    case 'add':
      return (await client.addMembers(conversationId, command.peers)).notAddedInboxIds;
    case 'remove':
      await client.removeMembers(conversationId, command.peers);
      return [];
    case 'leave':
      await client.leaveGroup(conversationId);
      // Perhaps a super admin's client is quick.
      await client.syncAll();
      return [];
    case 'role':
      // The two roles are independent of each other: what is not wanted is taken, what is there already stays.
      await client.setSuperAdmin(conversationId, command.peer, command.role === 'superAdmin');
      await client.setAdmin(conversationId, command.peer, command.role === 'admin');
      return [];
    case 'permit':
      await client.setPermission(conversationId, command.kind, command.policy);
      return [];
    case 'rename':
      await client.updateGroup(conversationId, { name: command.text });
      return [];
    case 'describe':
      await client.updateGroup(conversationId, { description: command.text });
      return [];
    case 'image':
      await client.updateGroup(conversationId, { imageUrl: command.text });
      return [];
  }
}
