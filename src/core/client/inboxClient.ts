import { inboxConsent, setInboxConsent } from '../consent/inboxConsent.ts';
import { setConsent } from '../consent/setConsent.ts';
import { contentToBytes } from '../content/contentBytes.ts';
import { encodeContent } from '../content/encodeContent.ts';
import { encodeNotification } from '../content/notificationContent.ts';
import type { Account } from '../conversation/account.ts';
import type { ClientPorts } from '../conversation/clientPorts.ts';
import { dmConversation, findDm, findOrCreateDm } from '../conversation/createDm.ts';
import { markRead } from '../conversation/markRead.ts';
import { findConversation, getConversationRow } from '../conversation/openConversation.ts';
import { requeueFailed } from '../conversation/outboxRows.ts';
import { createOutgoing } from '../conversation/outgoing.ts';
import { queueMessage } from '../conversation/queueMessage.ts';
import { conversationOfPlace } from '../conversation/threadPlace.ts';
import { WalletInboxError } from '../errors.ts';
import { isInboxId } from '../identity/inboxId.ts';
import { abortableNode } from './abortableNode.ts';
import { catchUp } from './catchUp.ts';
import type {
  Client,
  ClientEvent,
  ConnectionState,
  Conversation,
  Message,
  SendOptions,
  SentMessage,
} from './client.ts';
import { conversationViews } from './conversationView.ts';
import { countUnread } from './countUnread.ts';
import { createGroupOperations } from './createGroupOperations.ts';
import { createSession } from './createSession.ts';
import { createThreadOperations } from './createThreadOperations.ts';
import { createEventFeed } from './eventFeed.ts';
import { createExpiryKeeper } from './expiryKeeper.ts';
import { assertInboxId, findInbox, inboxIdOf } from './findInbox.ts';
import { createKeyPackageKeeper } from './keyPackageKeeper.ts';
import { listConversationRows, listVisibleMessages } from './listRows.ts';
import { messageViews } from './messageViews.ts';
import { createObservableValue } from './observableValue.ts';
import { createStreamKeeper } from './streamKeeper.ts';

/** What a closing client gives its last calls. */
const closeGraceMs = 2_000;

const isMessageId = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** Wires a client for an account that is in the store. */
export function createInboxClient(ports: ClientPorts, account: Account): Client {
  const { database, logger } = ports;
  const connection = createObservableValue<ConnectionState>({ kind: 'stopped' });
  const ending = new AbortController();
  const session = createSession(
    { ...ports, node: abortableNode(ports.node, ending.signal) },
    account,
    () => connection.get().kind === 'live',
  );
  const outgoing = createOutgoing(session);
  const keyPackages = createKeyPackageKeeper(session);
  const feed = createEventFeed(session);
  const expiries = createExpiryKeeper(session);
  const keeper = createStreamKeeper(session, connection, () => void outgoing.resume());
  let isClosed = false;

  const runLane = (conversationId: string): void => {
    // A lane that has to wait has said so in the log and tries again by itself.
    void outgoing.run(conversationId).catch(() => undefined);
  };
  session.events.on((event) => {
    if (event.kind === 'groups') {
      keeper.reopenGroups();
      void keyPackages.check().catch(() => undefined);
    }
    if (event.kind === 'outgoing') runLane(event.conversationId);
  });

  const assertOpen = (): void => {
    if (isClosed) throw new WalletInboxError('Client.Closed', 'The client was closed.');
  };

  const viewOf = async (conversation: string): Promise<Conversation> => {
    const [view] = await conversationViews(session, [await getConversationRow(database, conversation)]);
    if (view === undefined)
      throw new WalletInboxError('Conversation.Unknown', 'There is no such conversation.');
    return view;
  };

  /** Of what may have been queued before, under the same key: it may have come to its end before we listen. */
  const whenEnded = async (messageId: string): Promise<void> => {
    const sent = outgoing.whenSent(messageId);
    sent.catch(() => undefined);
    const row = await database.get('messages', messageId);
    if (row?.body.status === 'sending') await sent;
    if (row?.body.status === 'failed') {
      throw new WalletInboxError('Message.Refused', 'The message was not sent.');
    }
  };

  const send = async (
    conversation: string,
    content: Uint8Array,
    options?: SendOptions,
  ): Promise<SentMessage> => {
    const queued = await queueMessage(session, conversation, content, options);
    const [message] = await messageViews(session, [queued]);
    if (message === undefined) throw new WalletInboxError('Message.Unknown', 'This message has no view.');
    const isNamed = options?.idempotencyKey !== undefined;
    const ended = isNamed ? whenEnded(queued.key) : outgoing.whenSent(queued.key);
    const sent = ended.then(async (): Promise<Message> => {
      const row = await database.get('messages', queued.key);
      const [now] = row === undefined ? [] : await messageViews(session, [row]);
      // One that vanishes at once was sent all the same.
      return now ?? { ...message, status: 'sent' };
    });
    sent.catch(() => undefined);
    runLane(message.conversationId);
    return { message, sent };
  };

  const stop = async (): Promise<void> => {
    await keeper.stop();
    await expiries.stop();
    await session.queue.idle();
    await feed.idle();
  };

  return {
    address: account.address,
    inboxId: account.inboxId,
    installationId: account.installationId,
    connection,
    start() {
      assertOpen();
      keeper.start();
      expiries.start();
      void keyPackages.check().catch(() => undefined);
    },
    stop,
    nudge: () => keeper.nudge(),
    async syncAll() {
      assertOpen();
      const result = await catchUp(session);
      await outgoing.resume();
      await keyPackages.check();
      await expiries.sweep();
      await feed.idle();
      return result;
    },
    on: (listener: (event: ClientEvent) => void) => feed.on(listener),
    async findInbox(peer) {
      assertOpen();
      return await findInbox(session, peer);
    },
    async listConversations(query = {}) {
      return await conversationViews(session, await listConversationRows(database, query));
    },
    async getConversation(conversationId) {
      const row = await findConversation(database, conversationId);
      return row === undefined ? undefined : await viewOf(row.key);
    },
    async openDm(peer) {
      assertOpen();
      // A DM that is here opens without the network when the peer is named by its inbox.
      const known = isInboxId(peer) ? await findDm(session, peer) : undefined;
      const peerInboxId = known === undefined ? (await findInbox(session, peer)).inboxId : peer;
      if (peerInboxId === account.inboxId) {
        throw new WalletInboxError('Peer.Invalid', 'A conversation with oneself is not possible.');
      }
      const { conversationId, isCreating } = known ?? (await findOrCreateDm(session, peerInboxId));
      if (isCreating) await outgoing.run(conversationId);
      return await viewOf(conversationId);
    },
    async findDm(peer) {
      assertOpen();
      const peerInboxId = await inboxIdOf(session, peer);
      const row = peerInboxId && (await dmConversation(session, peerInboxId));
      return row ? await viewOf(row.key) : undefined;
    },
    countUnread: async () => await countUnread(database, session.clock.nowMs()),
    async listMessages(conversationId, query = {}) {
      const { key } = await getConversationRow(database, conversationId);
      return await listVisibleMessages(session, key, query);
    },
    async sendText(conversation, text, options) {
      assertOpen();
      return await send(conversation, contentToBytes(encodeContent({ kind: 'text', text })), options);
    },
    async sendNotification(conversation, notification) {
      assertOpen();
      return await send(conversation, contentToBytes(encodeNotification(notification)));
    },
    async retry(messageId) {
      assertOpen();
      const row = isMessageId(messageId) ? await database.get('messages', messageId) : undefined;
      if (row === undefined) throw new WalletInboxError('Message.Unknown', 'There is no such message.');
      if (await requeueFailed(session, messageId)) runLane(conversationOfPlace(row.clear.conversationId));
    },
    ...createGroupOperations({ session, outgoing, assertOpen, viewOf }),
    ...createThreadOperations({
      session,
      outgoing,
      assertOpen,
      send,
      runLane,
      whenSent: (messageId) => outgoing.whenSent(messageId),
    }),
    markRead: async (conversation) => await markRead(session, conversation),
    setConsent: async (conversation, state) => await setConsent(session, conversation, state),
    async setInboxConsent(inboxId, state) {
      assertInboxId(inboxId);
      await setInboxConsent(session, inboxId, state);
    },
    async inboxConsent(inboxId) {
      assertInboxId(inboxId);
      return await inboxConsent(session, inboxId);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      // What is under way may finish; a network that does not answer is not waited for. Nothing depends on it.
      const grace = setTimeout(() => ending.abort(), closeGraceMs);
      await keyPackages.stop();
      await outgoing.stop();
      await stop();
      clearTimeout(grace);
      logger.debug('client.closed');
      await database.close();
    },
  };
}
