import type { Client, Message } from '../core/client/client.ts';
import type { Notification } from '../core/content/notificationRules.ts';
import { WalletInboxError } from '../core/errors.ts';
import type { ClientCommand } from './commandLine.ts';
import type { Printer } from './printer.ts';
import { runContentCommand } from './runContentCommand.ts';
import { runGroupCommand } from './runGroupCommand.ts';
import { sentInTime } from './sentInTime.ts';

const pageSize = 500;

async function send(client: Client, peer: string, text: string): Promise<Message> {
  await client.syncAll();
  const { conversationId } = await client.openDm(peer);
  const { sent } = await client.sendText(conversationId, text);
  return await sentInTime(sent);
}

async function notify(client: Client, peer: string, notification: Notification): Promise<Message> {
  await client.syncAll();
  const { conversationId } = await client.openDm(peer);
  const { sent } = await client.sendNotification(conversationId, notification);
  return await sentInTime(sent);
}

async function list(client: Client, printer: Printer): Promise<void> {
  let beforeNs: bigint | undefined;
  for (;;) {
    const page = await client.listConversations({
      limit: pageSize,
      ...(beforeNs !== undefined && { beforeNs }),
    });
    for (const conversation of page) printer.conversation(conversation);
    if (page.length < pageSize) return;
    beforeNs = page.at(-1)?.lastActivityNs;
  }
}

async function read(
  client: Client,
  printer: Printer,
  conversationId: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<void> {
  if ((await client.getConversation(conversationId)) === undefined) {
    throw new WalletInboxError('Conversation.Unknown', 'This store has no such conversation.');
  }
  const newestFirst: Message[] = [];
  while (newestFirst.length < limit) {
    const oldest = newestFirst.at(-1);
    const page = await client.listMessages(conversationId, {
      limit: pageSize,
      ...(oldest !== undefined && { beforeNs: oldest.sentAtNs }),
    });
    if (page.length === 0) break;
    newestFirst.push(...page);
  }
  if (limit < newestFirst.length) newestFirst.length = limit;
  for (const message of newestFirst.reverse()) printer.message(message);
}

function stream(client: Client, printer: Printer, stopped: AbortSignal): Promise<void> {
  client.on((event) => {
    if (event.kind === 'message' && event.isNew) printer.message(event.message);
  });
  client.connection.subscribe((state) => {
    if (state.kind !== 'catchingUp' && state.kind !== 'stopped') printer.connection(state);
  });
  client.start();
  return new Promise((resolve) => {
    if (stopped.aborted) resolve();
    stopped.addEventListener('abort', () => resolve());
  });
}

/** Runs a command over an open client. `stopped` ends `stream`. */
export async function runClientCommand(
  client: Client,
  command: ClientCommand,
  printer: Printer,
  stopped: AbortSignal,
): Promise<void> {
  switch (command.command) {
    case 'register':
    case 'whoami':
      return printer.account(client);
    case 'send':
      return printer.message(await send(client, command.peer, command.text));
    case 'notify':
      return printer.message(await notify(client, command.peer, command.notification));
    case 'reply':
    case 'react':
    case 'attach':
      return printer.message(await runContentCommand(client, command));
    case 'list':
      if (!command.offline) await client.syncAll();
      return list(client, printer);
    case 'read':
      if (!command.offline) await client.syncAll();
      return read(client, printer, command.conversationId.toLowerCase(), command.limit);
    case 'group':
      return runGroupCommand(client, command.group, printer);
    case 'stream':
      return stream(client, printer, stopped);
  }
}
