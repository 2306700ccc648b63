/** A node that breaks, lies or is gone, and what others may put on it: a coded failure, and the next message arrives. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hexToBytes } from '../../src/core/bytes/hex.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import { isWalletInboxError } from '../../src/core/errors.ts';
import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';
import { signerFromPhrase, signerFromPrivateKey } from '../../src/core/wallet/localSigner.ts';
import { type RunningNode, startNode } from '../../src/node/startNode.ts';
import { type HostileNode, hostileNode, type NodeAnswer, type Spoiled } from '../support/hostileNode.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';

let node: RunningNode;
let hostile: HostileNode;
let friend: OurClient;
const opened: OurClient[] = [];

/** A client of ours, behind the hostile node unless told otherwise; closed after the test. */
async function client(options: Partial<Parameters<typeof ourClient>[0]> = {}): Promise<OurClient> {
  const made = await ourClient({ webUrl: hostile.webUrl, maxAttempts: 1, ...options });
  opened.push(made);
  return made;
}

beforeEach(async () => {
  node = await startNode();
  hostile = await hostileNode(node.webUrl);
  friend = await client({ webUrl: node.webUrl });
});

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
  await hostile.close();
  await node.close();
});

async function write(from: OurClient, toInboxId: string, text: string): Promise<string> {
  const { conversationId } = await from.client.openDm(toInboxId);
  await (await from.client.sendText(conversationId, text)).sent;
  return conversationId;
}

async function texts(us: OurClient, conversationId: string): Promise<string[]> {
  return (await us.client.listMessages(conversationId)).map(({ text }) => text);
}

/** Settles `work`; a failure must be one of ours, and of the node's area. */
async function mayFail(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isWalletInboxError(error)) throw error;
    expect(error.code).toMatch(/^Node\./);
  }
}

const garbage = Uint8Array.from({ length: 300 }, (_, index) => (index * 151 + 7) & 0xff);

/** A frame that promises what it does not hold: the length is right, the message is not protobuf. */
const garbageFrame = Uint8Array.from([0, 0, 0, 1, 44, ...garbage]);

const spoilers: Readonly<Record<string, (answer: NodeAnswer) => Spoiled>> = {
  'garbage bytes': () => ({ body: garbage }),
  'a frame of garbage': () => ({ body: garbageFrame }),
  'a truncated answer': ({ body }) => ({ body: body.subarray(0, Math.floor(body.length / 2)) }),
  'an empty answer': () => ({ body: new Uint8Array() }),
  'HTTP 500': () => ({ status: 500 }),
  'a connection that breaks': () => ({ hangUp: true }),
};

const methods = [
  'GetInboxIds',
  'GetIdentityUpdates',
  'PublishIdentityUpdate',
  'UploadKeyPackage',
  'FetchKeyPackages',
  'SendGroupMessages',
  'SendWelcomeMessages',
  'QueryGroupMessages',
  'QueryWelcomeMessages',
];

test.each(methods.flatMap((method) => Object.keys(spoilers).map((how) => [method, how] as const)))(
  '%s answers with %s: a coded failure, and all is well once it answers rightly',
  async (method, how) => {
    const spoiler = spoilers[how];
    const spoil = () => hostile.spoil((answer) => (answer.method === method ? spoiler?.(answer) : undefined));
    const heal = () => hostile.spoil(() => undefined);

    // While registering: the account is made, or the next attempt on the same key makes it.
    spoil();
    const privateKey = signingKey();
    await mayFail(() => client({ privateKey }));
    heal();
    const us = await client({ privateKey });

    // While receiving.
    const theirs = await write(friend, us.client.inboxId, 'before');
    spoil();
    await mayFail(() => us.client.syncAll());
    heal();
    await us.client.syncAll();
    expect(await texts(us, theirs)).toContain('before');

    // While sending, in a conversation that is made meanwhile.
    const other = await client({ webUrl: node.webUrl });
    spoil();
    await mayFail(() => us.client.openDm(other.client.inboxId));
    heal();
    const { conversationId } = await us.client.openDm(other.client.inboxId);
    spoil();
    const { sent } = await us.client.sendText(conversationId, 'through the storm');
    const settled = sent.catch((error: unknown) => error);
    await mayFail(() => us.client.syncAll());
    heal();
    await us.client.syncAll();
    expect(await settled).toMatchObject({ status: 'sent' });
    await other.client.syncAll();
    const [received] = await other.client.listConversations();
    const heard = await texts(other, received?.conversationId ?? '');
    expect(heard.filter((text) => text === 'through the storm')).toHaveLength(1);

    await write(friend, us.client.inboxId, 'after');
    await us.client.syncAll();
    expect(await texts(us, theirs)).toContain('after');
  },
);

let lastKey = 0;
function signingKey(): Uint8Array {
  lastKey += 1;
  return hexToBytes(`${'11'.repeat(31)}${lastKey.toString(16).padStart(2, '0')}`);
}

test.each(['garbage bytes', 'a frame of garbage', 'nothing'])(
  'streams that carry %s are offline with a code, and live again when the node is',
  async (what) => {
    const us = await client();
    const theirs = await write(friend, us.client.inboxId, 'before');
    const states: string[] = [];
    us.client.connection.subscribe((state) =>
      states.push(state.kind === 'offline' ? state.code : state.kind),
    );
    hostile.spoilStreams(
      what === 'garbage bytes' ? garbage : what === 'nothing' ? new Uint8Array() : garbageFrame,
    );
    us.client.start();
    await expect.poll(() => states.filter((state) => state.startsWith('Node.')).length).toBeGreaterThan(0);
    hostile.spoilStreams(undefined);
    us.client.nudge();
    await expect.poll(() => us.client.connection.get().kind, { timeout: 10_000 }).toBe('live');
    await write(friend, us.client.inboxId, 'after');
    await us.waitForMessage(({ text }) => text === 'after');
    expect((await texts(us, theirs)).filter((text) => text === 'before')).toHaveLength(1);
  },
);

test('a node that is gone is Node.Unreachable, for calls and for streams, and its return is noticed', async () => {
  const us = await client();
  const theirs = await write(friend, us.client.inboxId, 'before');
  us.client.start();
  await expect.poll(() => us.client.connection.get().kind).toBe('live');
  const port = Number(new URL(hostile.webUrl).port);
  await hostile.close();
  await expect
    .poll(() => us.client.connection.get(), { timeout: 10_000 })
    .toMatchObject({ kind: 'offline', code: 'Node.Unreachable' satisfies ErrorCode });
  await expect(us.client.syncAll()).rejects.toMatchObject({ code: 'Node.Unreachable', retryable: true });
  await expect(client({ privateKey: signingKey() })).rejects.toMatchObject({ code: 'Node.Unreachable' });
  // What is written meanwhile is kept, and leaves when it can.
  const { message, sent } = await us.client.sendText(theirs, 'written offline');
  expect(message.status).toBe('sending');
  hostile = await hostileNode(node.webUrl, port);
  us.client.nudge();
  expect(await sent).toMatchObject({ status: 'sent' });
  await write(friend, us.client.inboxId, 'after');
  await us.waitForMessage(({ text }) => text === 'after');
  await friend.client.syncAll();
  expect(await texts(friend, theirs)).toContain('written offline');
});

test('a message that cannot be opened is shown as that, and the next one is read', async () => {
  const us = await client();
  const theirs = await write(friend, us.client.inboxId, 'first');
  await write(friend, us.client.inboxId, 'lost');
  const wire = createNodeApi({ baseUrl: node.webUrl });
  const envelopes = await wire.queryGroupMessages({ groupId: hexToBytes(theirs), afterCursor: 0n });
  const lost = Buffer.from(envelopes.at(-1)?.data ?? []);
  await write(friend, us.client.inboxId, 'second');
  hostile.spoil(({ method, body }) => {
    const at = method === 'QueryGroupMessages' ? Buffer.from(body).indexOf(lost) : -1;
    if (at < 0) return undefined;
    const spoiled = body.slice();
    const last = at + lost.length - 1;
    spoiled[last] = (spoiled[last] ?? 0) ^ 1;
    return { body: spoiled };
  });
  await us.client.syncAll();
  const messages = (await us.client.listMessages(theirs)).filter(({ kind }) => kind !== 'groupUpdate');
  expect(messages.map(({ kind, text }) => (kind === 'content' ? text : kind)).reverse()).toEqual([
    'first',
    'undecryptable',
    'second',
  ]);
  expect(messages.find(({ kind }) => kind === 'undecryptable')?.reason).toMatch(/\w/);
  expect(await us.client.countUnread()).toEqual({ allowed: 0, unknown: 2 });
});

test('rubbish and copies that strangers put on a group’s topic hide no message', async () => {
  const us = await client();
  const theirs = await write(friend, us.client.inboxId, 'first');
  const wire = createNodeApi({ baseUrl: node.webUrl });
  const envelopes = await wire.queryGroupMessages({ groupId: hexToBytes(theirs), afterCursor: 0n });
  const senderHmac = new Uint8Array(32);
  for (const { data } of envelopes) {
    const spoiled = data.slice();
    spoiled[spoiled.length - 1] = (spoiled.at(-1) ?? 0) ^ 1;
    for (const bytes of [data, spoiled]) {
      await mayFail(() => wire.sendGroupMessages([{ data: bytes, senderHmac, shouldPush: true }]));
    }
  }
  await write(friend, us.client.inboxId, 'second');
  await us.client.syncAll();
  const heard = (await us.client.listMessages(theirs)).filter(({ kind }) => kind === 'content');
  expect(heard.map(({ text }) => text).reverse()).toEqual(['first', 'second']);
});

test('welcomes of garbage are passed over, and the next conversation comes', async () => {
  const us = await client();
  const stranger = createNodeApi({ baseUrl: node.webUrl });
  const installationKey = hexToBytes(us.client.installationId);
  for (const wrapperAlgorithm of [0, 1, 2, 3, 77]) {
    await stranger.sendWelcomeMessages([
      {
        kind: 'welcome',
        installationKey,
        data: garbage,
        hpkePublicKey: garbage.subarray(0, 32),
        wrapperAlgorithm,
        welcomeMetadata: garbage,
      },
    ]);
  }
  await stranger.sendWelcomeMessages([
    {
      kind: 'pointer',
      installationKey,
      welcomePointer: garbage,
      hpkePublicKey: garbage.subarray(0, 32),
      wrapperAlgorithm: 2,
    },
  ]);
  expect(await us.client.syncAll()).toEqual({ newMessages: 0, newConversations: 0 });
  const theirs = await write(friend, us.client.inboxId, 'hello');
  await us.client.syncAll();
  expect(await texts(us, theirs)).toContain('hello');
});

test('an address without an inbox, and what is no peer at all', async () => {
  const us = await client();
  const nobody = `0x${'0'.repeat(38)}77`;
  await expect(us.client.openDm(nobody)).rejects.toMatchObject({ code: 'Peer.NoInbox' });
  await expect(us.client.openDm('ab'.repeat(32))).rejects.toMatchObject({ code: 'Peer.NoInbox' });
  for (const peer of ['', 'bob', '0x12', `0x${'g'.repeat(40)}`, 'ab'.repeat(31)]) {
    await expect(us.client.findInbox(peer)).rejects.toMatchObject({ code: 'Peer.Invalid' });
  }
  expect(await us.client.listConversations()).toEqual([]);
});

test('a malformed key or phrase, a store of another wallet, a store under another key', async () => {
  for (const key of ['', '0x', 'ab'.repeat(31), 'zz'.repeat(32), '00'.repeat(32), 'ff'.repeat(32)]) {
    expect(() => signerFromPrivateKey(key)).toThrow(expect.objectContaining({ code: 'Wallet.InvalidKey' }));
  }
  for (const phrase of ['', 'one two three', `${'abandon '.repeat(11)}abandon`, `${'zzz '.repeat(11)}zzz`]) {
    await expect(signerFromPhrase(phrase, 0)).rejects.toMatchObject({ code: 'Wallet.InvalidPhrase' });
  }
  const us = await client();
  const { dataDir, dataKey } = us;
  await expect(client({ dataDir, dataKey, privateKey: signingKey() })).rejects.toMatchObject({
    code: 'Account.OtherAddress',
  });
  await expect(
    client({ dataDir, dataKey: new Uint8Array(32), privateKey: us.privateKey }),
  ).rejects.toMatchObject({ code: 'Storage.Corrupt' });
});
