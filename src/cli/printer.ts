import type { Client, ConnectionState, Conversation, Message } from '../core/client/client.ts';
import type { GroupDetails } from '../core/conversation/describeGroup.ts';
import { isWalletInboxError } from '../core/errors.ts';

/** Writes what a command found, for a person or, with `--json`, as one object a line (docs/cli.md). */
export interface Printer {
  account(client: Client): void;
  conversation(conversation: Conversation): void;
  message(message: Message): void;
  /** `notAddedInboxIds`: who could not be added just now. */
  group(group: GroupDetails, notAddedInboxIds: readonly string[]): void;
  connection(state: ConnectionState): void;
  error(error: unknown): void;
  usage(reason: string, help: string): void;
}

export interface PrinterOutput {
  out(line: string): void;
  err(line: string): void;
}

function timeText(ns: bigint): string {
  return new Date(Number(ns / 1_000_000n)).toISOString().replace('T', ' ').slice(0, 19);
}

/** Control characters out of a stranger's text, so that it cannot steer the terminal. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => (character === '\n' ? '\n  ' : ' '));
}

function conversationRow(conversation: Conversation) {
  const { lastMessage } = conversation;
  return {
    conversationId: conversation.conversationId,
    kind: conversation.kind,
    name: conversation.name,
    peerInboxId: conversation.peerInboxId,
    peerAddress: conversation.peerAddress,
    memberInboxIds: conversation.memberInboxIds,
    consent: conversation.consent,
    isActive: conversation.isActive,
    unreadCount: conversation.unreadCount,
    createdAtNs: String(conversation.createdAtNs),
    lastMessage: lastMessage && messageRow(lastMessage),
  };
}

function messageRow(message: Message) {
  return {
    conversationId: message.conversationId,
    messageId: message.messageId,
    senderInboxId: message.senderInboxId,
    sentAtNs: String(message.sentAtNs),
    contentType: message.contentType,
    text: message.text,
    kind: message.kind,
    status: message.status,
    isOwn: message.isOwn,
    reason: message.reason,
    repliedToId: message.repliedTo?.messageId,
    // Absent rather than empty: most messages have none.
    reactions: message.reactions.length === 0 ? undefined : message.reactions.map(reactionRow),
    deletedBy: message.deletedBy,
  };
}

function reactionRow({ content, schema, inboxIds }: Message['reactions'][number]) {
  return { content, schema, inboxIds };
}

/** Named one by one: what a script reads does not change with what the client knows. */
function groupRow(group: GroupDetails, notAddedInboxIds: readonly string[]) {
  return {
    conversationId: group.conversationId,
    name: group.name,
    description: group.description,
    imageUrl: group.imageUrl,
    creatorInboxId: group.creatorInboxId,
    addedByInboxId: group.addedByInboxId,
    members: group.members.map((member) => ({
      inboxId: member.inboxId,
      address: member.address,
      role: member.role,
      addedByInboxId: member.addedByInboxId,
      installationCount: member.installationCount,
      isLeaving: member.isLeaving,
    })),
    ownRole: group.ownRole,
    preset: group.preset,
    permissions: group.permissions,
    isActive: group.isActive,
    isLeaving: group.isLeaving,
    pausedForVersion: group.pausedForVersion,
    maybeForked: group.maybeForked,
    ...(notAddedInboxIds.length > 0 && { notAddedInboxIds }),
  };
}

function errorRow(error: unknown) {
  if (isWalletInboxError(error)) {
    const { code, shortMessage, retryable, details } = error;
    return { code, message: shortMessage, retryable, details };
  }
  // A foreign error is a fault of ours; its text may hold anything, its name cannot.
  return {
    code: 'Cli.Internal',
    message: `Unexpected ${(error as Error)?.name ?? 'error'}.`,
    retryable: false,
  };
}

function jsonPrinter({ out, err }: PrinterOutput): Printer {
  return {
    account: ({ address, inboxId, installationId }) =>
      out(JSON.stringify({ address, inboxId, installationId })),
    conversation: (conversation) => out(JSON.stringify(conversationRow(conversation))),
    message: (message) => out(JSON.stringify(messageRow(message))),
    group: (group, notAddedInboxIds) => out(JSON.stringify(groupRow(group, notAddedInboxIds))),
    connection: (state) =>
      err(JSON.stringify({ connection: state.kind, ...(state.kind === 'offline' && { code: state.code }) })),
    error: (error) => err(JSON.stringify(errorRow(error))),
    usage: (reason) => err(JSON.stringify({ code: 'Cli.Usage', message: reason, retryable: false })),
  };
}

function groupLines(group: GroupDetails): readonly string[] {
  const { conversationId, name, description, imageUrl, pausedForVersion } = group;
  return [
    `${conversationId}  ${plain(name) || '(group without a name)'}`,
    ...(description === '' ? [] : [`  ${plain(description)}`]),
    ...(imageUrl === '' ? [] : [`  ${plain(imageUrl)}`]),
    ...group.members.map(
      ({ inboxId, address, role, isLeaving }) =>
        `  ${role.padEnd(10)}  ${address ?? inboxId}${isLeaving ? '  asks to leave' : ''}`,
    ),
    ...(group.isActive ? [] : ['  You are no longer in this group.']),
    ...(pausedForVersion === undefined ? [] : [`  It asks for version ${plain(pausedForVersion)}.`]),
    ...(group.maybeForked ? ['  Others may not see what you write: the group seems to have split.'] : []),
  ];
}

function shownText({ kind, text, reason, deletedBy }: Message): string {
  if (deletedBy !== undefined) return '(deleted)';
  return kind === 'undecryptable' ? `(cannot be read: ${reason ?? 'unknown'})` : plain(text);
}

function textPrinter({ out, err }: PrinterOutput): Printer {
  return {
    account({ address, inboxId, installationId }) {
      out(`address       ${address}`);
      out(`inbox         ${inboxId}`);
      out(`installation  ${installationId}`);
    },
    conversation({ conversationId, kind, name, peerAddress, peerInboxId, unreadCount, lastMessage }) {
      const title = kind === 'dm' ? (peerAddress ?? peerInboxId ?? '') : name || '(group without a name)';
      const unread = unreadCount > 0 ? `  ${unreadCount} unread` : '';
      out(`${conversationId}  ${plain(title)}${unread}`);
      if (lastMessage !== undefined) out(`  ${timeText(lastMessage.sentAtNs)}  ${plain(lastMessage.text)}`);
    },
    message(message) {
      const { sentAtNs, isOwn, senderInboxId, status } = message;
      const sender = isOwn ? 'me'.padEnd(8) : senderInboxId.slice(0, 8);
      const reactions = message.reactions.map(
        ({ content, inboxIds }) => `  ${plain(content)} ${inboxIds.length}`,
      );
      const state = status === 'sent' ? '' : `  [${status}]`;
      out(`${timeText(sentAtNs)}  ${sender}  ${shownText(message)}${reactions.join('')}${state}`);
    },
    group: (group, notAddedInboxIds) => {
      for (const line of groupLines(group)) out(line);
      for (const inboxId of notAddedInboxIds) out(`could not be added: ${inboxId}`);
    },
    connection: (state) =>
      err(`-- ${state.kind}${state.kind === 'offline' ? ` (${state.code}), trying again` : ''}`),
    error(error) {
      const { code, message } = errorRow(error);
      err(`${code}: ${message}`);
    },
    usage: (reason, help) => err(`${reason}\n\n${help}`),
  };
}

export function createPrinter(json: boolean, output: PrinterOutput): Printer {
  return json ? jsonPrinter(output) : textPrinter(output);
}
