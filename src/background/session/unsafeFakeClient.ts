/** For tests: a client over two lists, which says what the test makes it say. */
import type {
  Client,
  ClientEvent,
  ConnectionState,
  ConsentState,
  Conversation,
  Message,
} from '../../core/client/client.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { unsafeFakeGroups } from './unsafeFakeGroups.ts';
import { unsafeFakeThread } from './unsafeFakeThread.ts';

export const fakeConversationId = '0a'.repeat(16);
const fakePeerInboxId = '0b'.repeat(32);

export function fakeMessage(change: Partial<Message> = {}): Message {
  return {
    messageId: '01'.repeat(32),
    conversationId: fakeConversationId,
    senderInboxId: fakePeerInboxId,
    isOwn: false,
    sentAtNs: 1_700_000_000_000_000_000n,
    contentType: 'xmtp.org/text:1.0',
    text: 'hello',
    status: 'sent',
    kind: 'content',
    reactions: [],
    ...change,
  };
}

export function fakeConversation(change: Partial<Conversation> = {}): Conversation {
  return {
    conversationId: fakeConversationId,
    kind: 'dm',
    name: '',
    peerInboxId: fakePeerInboxId,
    peerAddress: `0x${'12'.repeat(18)}abcd`,
    memberInboxIds: [fakePeerInboxId, '0c'.repeat(32)],
    consent: 'allowed',
    isActive: true,
    unreadCount: 1,
    lastActivityNs: 1_700_000_000_000_000_000n,
    createdAtNs: 1_600_000_000_000_000_000n,
    isMuted: false,
    isPinned: false,
    isArchived: false,
    maybeForked: false,
    ...change,
  };
}

export interface FakeClient extends Client {
  readonly conversations: Map<string, Conversation>;
  readonly messages: Map<string, Message>;
  /** The names of the calls that change something, in order. */
  readonly calls: string[];
  say(event: ClientEvent): void;
  setConnection(state: ConnectionState): void;
}

export function unsafeFakeClient(): FakeClient {
  const listeners = new Set<(event: ClientEvent) => void>();
  const connectionListeners = new Set<(state: ConnectionState) => void>();
  const conversations = new Map<string, Conversation>();
  const messages = new Map<string, Message>();
  const calls: string[] = [];
  const inboxConsents = new Map<string, ConsentState>();
  let connection: ConnectionState = { kind: 'stopped' };
  let sent = 0;

  return {
    address: `0x${'ab'.repeat(20)}`,
    inboxId: '0c'.repeat(32),
    installationId: '0d'.repeat(32),
    connection: {
      get: () => connection,
      subscribe(listener) {
        connectionListeners.add(listener);
        return () => connectionListeners.delete(listener);
      },
    },
    conversations,
    messages,
    calls,
    say(event) {
      if (event.kind === 'message') messages.set(event.message.messageId, event.message);
      else if (event.kind === 'messageRemoved') messages.delete(event.messageId);
      else conversations.set(event.conversation.conversationId, event.conversation);
      for (const listener of listeners) listener(event);
    },
    setConnection(state) {
      connection = state;
      for (const listener of connectionListeners) listener(state);
    },
    start: () => void calls.push('start'),
    stop: async () => void calls.push('stop'),
    nudge: () => void calls.push('nudge'),
    async syncAll() {
      calls.push('syncAll');
      return { newMessages: 0, newConversations: 0 };
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async findInbox() {
      throw new WalletInboxError('Peer.NoInbox', 'No inbox.');
    },
    listConversations: async ({ limit = 100 } = {}) => [...conversations.values()].slice(0, limit),
    getConversation: async (id) => conversations.get(id),
    async openDm() {
      throw new WalletInboxError('Peer.NoInbox', 'No inbox.');
    },
    findDm: async (peer) => [...conversations.values()].find(({ peerInboxId }) => peerInboxId === peer),
    async countUnread() {
      let allowed = 0;
      let unknown = 0;
      for (const { consent, unreadCount } of conversations.values()) {
        if (consent === 'allowed') allowed += unreadCount;
        if (consent === 'unknown') unknown += unreadCount;
      }
      return { allowed, unknown };
    },
    async listMessages(id, { limit = 100, beforeNs, afterNs } = {}) {
      const range = [...messages.values()]
        .filter(({ conversationId }) => conversationId === id)
        .filter(({ sentAtNs }) => beforeNs === undefined || sentAtNs < beforeNs)
        .filter(({ sentAtNs }) => afterNs === undefined || sentAtNs > afterNs)
        .reverse();
      return afterNs !== undefined && beforeNs === undefined ? range.slice(-limit) : range.slice(0, limit);
    },
    async sendText(conversationId, text) {
      calls.push('sendText');
      sent += 1;
      const messageId = sent.toString(16).padStart(64, '0');
      const message = fakeMessage({ messageId, conversationId, text, isOwn: true, status: 'sending' });
      messages.set(messageId, message);
      return { message, sent: Promise.resolve(message) };
    },
    async sendNotification() {
      throw new WalletInboxError('Notification.Invalid', 'The extension sends none.');
    },
    ...unsafeFakeGroups(),
    ...unsafeFakeThread(messages, conversations, calls),
    retry: async () => void calls.push('retry'),
    markRead: async () => void calls.push('markRead'),
    setConsent: async () => void calls.push('setConsent'),
    async setInboxConsent(inboxId, state) {
      calls.push('setInboxConsent');
      inboxConsents.set(inboxId, state);
      for (const [id, conversation] of conversations) {
        if (conversation.peerInboxId === inboxId) conversations.set(id, { ...conversation, consent: state });
      }
    },
    inboxConsent: async (inboxId) => inboxConsents.get(inboxId) ?? 'unknown',
    close: async () => void calls.push('close'),
  };
}
