/** Stories of our clients among themselves over the local node, with trouble in the places where trouble is met. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../../src/core/bytes/hex.ts';
import type { Client, ClientEvent, ConnectionState } from '../../src/core/client/client.ts';
import { isWalletInboxError, WalletInboxError } from '../../src/core/errors.ts';
import type { NodeApi } from '../../src/core/ports.ts';
import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';
import { startNode } from '../../src/node/startNode.ts';
import { type DeviceOptions, newDevice } from './clientCrash.ts';

let node: Awaited<ReturnType<typeof startNode>>;
beforeAll(async () => {
  node = await startNode();
});
afterAll(async () => {
  await node.close();
});

const dayMs = 86_400_000;

async function newClient(options: DeviceOptions = {}): Promise<Client> {
  const { client } = await newDevice(node.webUrl, options).boot();
  onTestFinished(() => client.close());
  return client;
}

const texts = async (client: Client, conversationId: string): Promise<readonly string[]> =>
  (await client.listMessages(conversationId))
    .filter(({ kind }) => kind !== 'groupUpdate')
    .map(({ kind, text }) => (kind === 'content' ? text : kind))
    .reverse();

const send = async (client: Client, conversationId: string, text: string): Promise<void> => {
  const { sent } = await client.sendText(conversationId, text);
  await sent;
};

const until = async (client: Client, wanted: (event: ClientEvent) => boolean): Promise<ClientEvent> =>
  await new Promise((resolve) => {
    const off = client.on((event) => {
      if (!wanted(event)) return;
      off();
      resolve(event);
    });
  });

const untilText = (client: Client, text: string) =>
  until(client, (event) => event.kind === 'message' && event.message.text === text);

const untilConnection = async (client: Client, kind: ConnectionState['kind']): Promise<void> => {
  if (client.connection.get().kind === kind) return;
  await new Promise<void>((resolve) => {
    const off = client.connection.subscribe((state) => {
      if (state.kind !== kind) return;
      off();
      resolve();
    });
  });
};

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return isWalletInboxError(error) ? error.code : String(error);
  }
}

/** Two clients with a DM that both have written in. */
async function pair(ours: DeviceOptions = {}, theirs: DeviceOptions = {}) {
  const us = await newClient(ours);
  const them = await newClient(theirs);
  const { conversationId } = await us.openDm(them.inboxId);
  await send(us, conversationId, 'first');
  await them.syncAll();
  await send(them, conversationId, 'second');
  await us.syncAll();
  return { us, them, conversationId };
}

test('a new conversation is a request until it is answered; unread is counted and read', async () => {
  const us = await newClient();
  const them = await newClient();
  const { conversationId, consent } = await us.openDm(them.address.toUpperCase().replace('0X', '0x'));
  expect(consent).toBe('allowed');
  await send(us, conversationId, 'one');
  await send(us, conversationId, 'two');
  expect(await them.syncAll()).toEqual({ newMessages: 2, newConversations: 1 });

  const [request] = await them.listConversations();
  expect(request).toMatchObject({
    conversationId,
    kind: 'dm',
    peerInboxId: us.inboxId,
    peerAddress: us.address,
    consent: 'unknown',
    unreadCount: 2,
    lastMessage: { text: 'two' },
  });
  expect(await them.countUnread()).toEqual({ allowed: 0, unknown: 2 });
  await them.markRead(conversationId);
  expect(await them.countUnread()).toEqual({ allowed: 0, unknown: 0 });
  await send(them, conversationId, 'accepted');
  expect((await them.getConversation(conversationId))?.consent).toBe('allowed');
  await them.setConsent(conversationId, 'denied');
  await us.syncAll();
  await send(us, conversationId, 'spam');
  await them.syncAll();
  expect(await them.getConversation(conversationId)).toMatchObject({ consent: 'denied', unreadCount: 1 });
  expect(await them.countUnread()).toEqual({ allowed: 0, unknown: 0 });
});

test('pages of messages and of conversations leave nothing out', async () => {
  const { us, conversationId } = await pair();
  for (let index = 0; index < 7; index += 1) await send(us, conversationId, `text ${index}`);
  await us.syncAll();
  const all = await us.listMessages(conversationId);
  const paged: string[] = [];
  let beforeNs: bigint | undefined;
  for (;;) {
    const page = await us.listMessages(conversationId, {
      limit: 2,
      ...(beforeNs === undefined ? {} : { beforeNs }),
    });
    if (page.length === 0) break;
    paged.push(...page.map(({ messageId }) => messageId));
    beforeNs = page.at(-1)?.sentAtNs;
  }
  expect(paged).toEqual(all.map(({ messageId }) => messageId));
  const upwards: string[] = [];
  let afterNs = 0n;
  for (;;) {
    const page = await us.listMessages(conversationId, { limit: 2, afterNs });
    const [newest] = page;
    if (newest === undefined) break;
    upwards.unshift(...page.map(({ messageId }) => messageId));
    afterNs = newest.sentAtNs;
  }
  expect(upwards).toEqual(paged);
  const between = { afterNs: all.at(-2)?.sentAtNs ?? 0n, beforeNs: all[1]?.sentAtNs ?? 0n };
  expect(await us.listMessages(conversationId, { ...between, limit: 2 })).toEqual(all.slice(2, 4));
  expect(await us.listMessages(conversationId, between)).toEqual(all.slice(2, -2));

  for (let index = 0; index < 3; index += 1) await us.openDm((await newClient()).inboxId);
  const conversations = await us.listConversations();
  expect(conversations).toHaveLength(4);
  const [first, second] = await us.listConversations({ limit: 2 });
  expect([first, second]).toEqual(conversations.slice(0, 2));
  const rest = await us.listConversations({ limit: 2, beforeNs: second?.lastActivityNs ?? 0n });
  expect(rest).toEqual(conversations.slice(2));
});

test('both make the DM at the same time: one conversation, all messages, whatever id names it', async () => {
  const us = await newClient();
  const them = await newClient();
  const [ours, theirs] = await Promise.all([us.openDm(them.inboxId), them.openDm(us.inboxId)]);
  expect(ours.conversationId).not.toBe(theirs.conversationId);
  await Promise.all([
    send(us, ours.conversationId, 'from us'),
    send(them, theirs.conversationId, 'from them'),
  ]);
  await us.syncAll();
  await them.syncAll();
  for (const [client, own, other] of [
    [us, ours, theirs],
    [them, theirs, ours],
  ] as const) {
    const listed = await client.listConversations();
    expect(listed.map(({ conversationId }) => conversationId)).toEqual([own.conversationId]);
    expect([...(await texts(client, own.conversationId))].sort()).toEqual(['from them', 'from us']);
    expect(await texts(client, other.conversationId)).toEqual(await texts(client, own.conversationId));
  }
  await send(us, theirs.conversationId, 'by the other name');
  await them.syncAll();
  expect((await texts(them, ours.conversationId)).at(-1)).toBe('by the other name');
});

test('streams bring messages of known and of new conversations, each once', async () => {
  const { us, them, conversationId } = await pair();
  us.start();
  await untilConnection(us, 'live');
  const heard: ClientEvent[] = [];
  us.on((event) => heard.push(event));

  const known = untilText(us, 'live one');
  await send(them, conversationId, 'live one');
  await known;
  const stranger = await newClient();
  const dm = await stranger.openDm(us.inboxId);
  const greeting = untilText(us, 'hello stranger');
  await send(stranger, dm.conversationId, 'hello stranger');
  await greeting;
  const more = untilText(us, 'and more');
  await send(stranger, dm.conversationId, 'and more');
  await more;

  const newTexts = heard.flatMap((event) =>
    event.kind === 'message' && event.isNew && event.message.kind === 'content' ? [event.message.text] : [],
  );
  expect(newTexts).toEqual(['live one', 'hello stranger', 'and more']);
  expect(heard.filter((event) => event.kind === 'conversation' && event.isNew)).toHaveLength(1);
});

test('a node that goes away and comes back: offline is said, nothing is lost either way', async () => {
  const data = mkdtempSync(join(tmpdir(), 'wallet-inbox-node-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  let own = await startNode({ data });
  const webPort = Number(new URL(own.webUrl).port);
  const grpcPort = Number(new URL(own.grpcUrl).port);
  const us = (await newDevice(own.webUrl).boot()).client;
  const them = (await newDevice(own.webUrl).boot()).client;
  onTestFinished(() => Promise.all([us.close(), them.close()]).then(() => undefined));
  const { conversationId } = await us.openDm(them.inboxId);
  await send(us, conversationId, 'before');
  us.start();
  them.start();
  await Promise.all([untilConnection(us, 'live'), untilConnection(them, 'live')]);

  await own.close();
  await Promise.all([untilConnection(us, 'offline'), untilConnection(them, 'offline')]);
  const { message } = await us.sendText(conversationId, 'written offline');
  expect(message.status).toBe('sending');

  own = await startNode({ data, webPort, grpcPort });
  onTestFinished(() => own.close());
  const arrived = untilText(them, 'written offline');
  us.nudge();
  them.nudge();
  await arrived;
  expect(await texts(them, conversationId)).toEqual(['before', 'written offline']);
}, 60_000);

test('two processes on one store: each sees the other’s work, nothing is sent twice', async () => {
  const { us, them, conversationId } = await pair();
  const device = newDevice(node.webUrl);
  const first = (await device.boot()).client;
  const second = (await newDevice(node.webUrl, device).boot()).client;
  onTestFinished(() => Promise.all([first.close(), second.close()]).then(() => undefined));
  expect(second.installationId).toBe(first.installationId);
  const dm = await first.openDm(us.inboxId);
  await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      send(index % 2 === 0 ? first : second, dm.conversationId, `text ${index}`),
    ),
  );
  await Promise.all([first.syncAll(), second.syncAll()]);
  await us.syncAll();
  const wanted = ['text 0', 'text 1', 'text 2', 'text 3', 'text 4', 'text 5'];
  for (const client of [us, first, second]) {
    expect([...(await texts(client, dm.conversationId))].sort()).toEqual(wanted);
  }
  expect(await texts(them, conversationId)).toEqual(['first', 'second']);
});

test('rubbish and forgeries in a topic are one line, and the next message still arrives', async () => {
  const spoil = { times: 0 };
  const noHmac = new Uint8Array(32);
  const { us, them, conversationId } = await pair({
    node: (real) => ({
      ...real,
      sendGroupMessages: async (messages, options) => {
        for (const { data } of spoil.times > 0 ? messages : []) {
          for (let index = 0; index < spoil.times; index += 1) {
            const spoilt = data.slice();
            const place = spoilt.length - 1 - index;
            spoilt[place] = (spoilt[place] ?? 0) ^ 1;
            await real.sendGroupMessages([{ data: spoilt, senderHmac: noHmac, shouldPush: true }]);
          }
        }
        await real.sendGroupMessages(messages, options);
        // The very same bytes once more: a replay is no message.
        if (spoil.times > 0) await real.sendGroupMessages(messages, options);
      },
    }),
  });
  await us.syncAll();
  spoil.times = 5;
  await send(us, conversationId, 'genuine');
  spoil.times = 0;
  await send(us, conversationId, 'after');
  await them.syncAll();
  expect(await texts(them, conversationId)).toEqual(['first', 'second', 'undecryptable', 'genuine', 'after']);
  const bad = (await them.listMessages(conversationId)).find(({ kind }) => kind === 'undecryptable');
  expect(bad).toMatchObject({ text: '', contentType: '', senderInboxId: '' });
  expect(bad?.reason).toBeTruthy();
  expect((await them.getConversation(conversationId))?.unreadCount).toBe(3);
});

test('rubbish in the welcome topic is passed over, and the next welcome still joins', async () => {
  const us = await newClient();
  const them = await newClient();
  const raw = createNodeApi({ baseUrl: node.webUrl });
  const rubbish = new Uint8Array(200).fill(7);
  const installationKey = hexToBytes(us.installationId);
  await raw.sendWelcomeMessages([
    {
      kind: 'welcome',
      installationKey,
      data: rubbish,
      hpkePublicKey: rubbish,
      wrapperAlgorithm: 2,
      welcomeMetadata: rubbish,
    },
    {
      kind: 'pointer',
      installationKey,
      welcomePointer: rubbish,
      hpkePublicKey: rubbish,
      wrapperAlgorithm: 2,
    },
  ]);
  const { conversationId } = await them.openDm(us.inboxId);
  await send(them, conversationId, 'through');
  expect(await us.syncAll()).toEqual({ newMessages: 1, newConversations: 1 });
  expect(await texts(us, conversationId)).toEqual(['through']);
});

test('a welcome whose pointer leads nowhere yet does not hold up the others, and is joined when it is there', async () => {
  const privateKey = crypto.getRandomValues(new Uint8Array(32));
  let isHidden = true;
  const us = await newClient({
    privateKey,
    node: (real) => ({
      ...real,
      // Of the topics of pointees nothing is shown at first.
      queryWelcomeMessages: async (request, options) => {
        const isOwn = bytesToHex(request.installationKey) === us.installationId;
        return isHidden && !isOwn ? [] : await real.queryWelcomeMessages(request, options);
      },
    }),
  });
  // Pointers are used when more than two installations are added at once.
  const others = [await newClient({ privateKey }), await newClient({ privateKey })];
  const them = await newClient();
  const { conversationId } = await them.openDm(us.inboxId);
  await send(them, conversationId, 'pointed at');
  const plain = await newClient();
  const dm = await plain.openDm(us.inboxId);

  await us.syncAll();
  const seen = (await us.listConversations()).map((one) => one.conversationId);
  expect(seen).not.toContain(conversationId);
  isHidden = false;
  await us.syncAll();
  expect(await texts(us, conversationId)).toEqual(['pointed at']);
  await us.syncAll();
  expect((await us.listConversations()).map((one) => one.conversationId).sort()).toEqual(
    [conversationId, dm.conversationId].sort(),
  );
  for (const other of others) {
    await other.syncAll();
    expect(await texts(other, conversationId)).toEqual(['pointed at']);
  }
});

test('a failed look-up does not cost a welcome: it is met again', async () => {
  let isDown = false;
  const us = await newClient({
    node: (real) => ({
      ...real,
      getIdentityUpdates: async (requests, options) => {
        if (isDown) throw new WalletInboxError('Node.Unreachable', 'Down.');
        return await real.getIdentityUpdates(requests, options);
      },
    }),
  });
  const them = await newClient();
  const { conversationId } = await them.openDm(us.inboxId);
  isDown = true;
  expect(await codeOf(us.syncAll())).toBe('Node.Unreachable');
  isDown = false;
  expect(await us.syncAll()).toMatchObject({ newConversations: 1 });
  expect(await us.getConversation(conversationId)).toBeDefined();
});

test('an answer to a publish that got lost costs nothing: the identity update is found in the log', async () => {
  let isLost = false;
  const device = newDevice(node.webUrl, {
    node: (real) => ({
      ...real,
      publishIdentityUpdate: async (update, options) => {
        await real.publishIdentityUpdate(update, options);
        isLost = true;
        // What a second attempt of the transport would be told.
        throw new WalletInboxError('Node.Refused', 'Already there.');
      },
    }),
  });
  const { client } = await device.boot();
  onTestFinished(() => client.close());
  expect(isLost).toBe(true);
  const them = await newClient();
  expect((await them.findInbox(client.address)).inboxId).toBe(client.inboxId);
});

test('a client that closes does not wait for a network that does not answer', async () => {
  const hung = new AbortController();
  const { us, conversationId } = await pair({
    node: (real) => ({
      ...real,
      sendGroupMessages: async (messages, options) => {
        if (!hung.signal.aborted) return await real.sendGroupMessages(messages, options);
        await new Promise((_, reject) => {
          options?.signal?.addEventListener('abort', () => {
            reject(new WalletInboxError('Node.Aborted', 'Given up.'));
          });
        });
      },
    }),
  });
  hung.abort();
  const { message } = await us.sendText(conversationId, 'into the void');
  expect(message.status).toBe('sending');
  await us.close();
});

/** A node that refuses or loses what is published while `mode` says so. */
function moodyNode(mood: { mode: 'works' | 'refuses' | 'loses' | 'down' }): (real: NodeApi) => NodeApi {
  return (real) => ({
    ...real,
    sendGroupMessages: async (messages, options) => {
      if (mood.mode === 'refuses') throw new WalletInboxError('Node.Refused', 'No.');
      if (mood.mode === 'down') throw new WalletInboxError('Node.Unreachable', 'Down.');
      if (mood.mode === 'works') await real.sendGroupMessages(messages, options);
    },
  });
}

test('a refused message is failed, and goes under its old id when it is tried again', async () => {
  const mood: Parameters<typeof moodyNode>[0] = { mode: 'works' };
  const { us, them, conversationId } = await pair({ node: moodyNode(mood) });
  mood.mode = 'refuses';
  const { message, sent } = await us.sendText(conversationId, 'refused');
  expect(await codeOf(sent)).toBe('Node.Refused');
  const [failed] = await us.listMessages(conversationId);
  expect(failed).toMatchObject({ messageId: message.messageId, status: 'failed', reason: 'Node.Refused' });
  mood.mode = 'works';
  await send(us, conversationId, 'next');
  await us.retry(message.messageId);
  await us.syncAll();
  await them.syncAll();
  expect(await texts(them, conversationId)).toEqual(['first', 'second', 'next', 'refused']);
  const again = (await us.listMessages(conversationId)).find((m) => m.messageId === message.messageId);
  expect(again).toMatchObject({ status: 'sent' });
  expect(again?.reason).toBeUndefined();
});

test('what could not leave goes when the node is back, in order', async () => {
  const mood: Parameters<typeof moodyNode>[0] = { mode: 'works' };
  const { us, them, conversationId } = await pair({ node: moodyNode(mood) });
  mood.mode = 'down';
  const one = await us.sendText(conversationId, 'one');
  const two = await us.sendText(conversationId, 'two');
  await us.syncAll();
  expect((await us.listMessages(conversationId)).slice(0, 2).map(({ status }) => status)).toEqual([
    'sending',
    'sending',
  ]);
  mood.mode = 'works';
  await us.syncAll();
  expect((await Promise.all([one.sent, two.sent])).map(({ status }) => status)).toEqual(['sent', 'sent']);
  await them.syncAll();
  expect(await texts(them, conversationId)).toEqual(['first', 'second', 'one', 'two']);
});

test('a ciphertext whose epoch is over is made again under the same id', async () => {
  const mood: Parameters<typeof moodyNode>[0] = { mode: 'works' };
  let theirMs = Date.now();
  const { us, them, conversationId } = await pair({ node: moodyNode(mood) }, { nowMs: () => theirMs });
  mood.mode = 'down';
  const { message, sent } = await us.sendText(conversationId, 'late');
  await us.syncAll();
  // Every month a member replaces its keys before it writes: each time one epoch further.
  for (let month = 0; month < 4; month += 1) {
    theirMs += 31 * dayMs;
    await send(them, conversationId, `month ${month}`);
  }
  mood.mode = 'works';
  await us.syncAll();
  expect((await sent).status).toBe('sent');
  await them.syncAll();
  expect(await texts(them, conversationId)).toContain('late');
  expect((await them.listMessages(conversationId)).map(({ messageId }) => messageId)).toContain(
    message.messageId,
  );
});

test('many members commit at once: the node’s order decides, nobody forks', async () => {
  const us = await newClient();
  const others = await Promise.all([newClient(), newClient(), newClient()]);
  const dms = await Promise.all(others.map((other) => us.openDm(other.inboxId)));
  // A second installation of ours makes every one of them commit, and us, at the same time.
  await newClient({ privateKey: new Uint8Array(32).fill(9) });
  for (const other of others) await other.syncAll();
  await Promise.all(
    others.flatMap((other, index) => {
      const id = dms[index]?.conversationId ?? '';
      return [send(us, id, `to ${index}`), send(other, id, `from ${index}`)];
    }),
  );
  await us.syncAll();
  for (const [index, other] of others.entries()) {
    const id = dms[index]?.conversationId ?? '';
    await other.syncAll();
    const wanted = [`from ${index}`, `to ${index}`];
    expect([...(await texts(us, id))].sort()).toEqual(wanted);
    expect([...(await texts(other, id))].sort()).toEqual(wanted);
  }
});

test('ids and peers that nobody has are coded refusals', async () => {
  const us = await newClient();
  expect(await codeOf(us.openDm('nobody'))).toBe('Peer.Invalid');
  expect(await codeOf(us.openDm(`0x${'0'.repeat(40)}`))).toBe('Peer.NoInbox');
  expect(await codeOf(us.openDm('ab'.repeat(32)))).toBe('Peer.NoInbox');
  expect(await codeOf(us.openDm(us.address))).toBe('Peer.Invalid');
  expect(await codeOf(us.sendText('', 'x'))).toBe('Conversation.Unknown');
  expect(await codeOf(us.sendText('ab'.repeat(16), 'x'))).toBe('Conversation.Unknown');
  expect(await codeOf(us.listMessages('../../etc'))).toBe('Conversation.Unknown');
  expect(await us.getConversation('%00')).toBeUndefined();
  expect(await codeOf(us.retry('x'))).toBe('Message.Unknown');
  await us.close();
  expect(await codeOf(us.syncAll())).toBe('Client.Closed');
});

test('the eleventh installation is refused with a code', async () => {
  const privateKey = crypto.getRandomValues(new Uint8Array(32));
  for (let index = 0; index < 10; index += 1) await newClient({ privateKey });
  expect(await codeOf(newClient({ privateKey }))).toBe('Identity.InstallationLimit');
});
