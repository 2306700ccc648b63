/** Two clients on official SDKs talk through our node: what they take for a network is one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { officialBrowser } from '../support/officialBrowserPeer.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

let node: TestNode;
let browser: Awaited<ReturnType<typeof officialBrowser>>;

beforeAll(async () => {
  [node, browser] = await Promise.all([startTestNode(), officialBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await node?.stop();
});

const native = (): Promise<OfficialPeer> => officialNodePeer({ grpcUrl: node.grpcUrl });
const wasm = (): Promise<OfficialPeer> => browser.peer({ webUrl: node.webUrl });

const texts = async (peer: OfficialPeer, conversationId: string): Promise<string[]> => {
  await peer.sync();
  const messages = await peer.messages(conversationId);
  return messages.filter(({ kind }) => kind === 'application').map(({ text }) => text);
};

describe.each([
  { name: 'native and native', first: native, second: native },
  { name: 'native and WASM', first: native, second: wasm },
  { name: 'WASM and WASM', first: wasm, second: wasm },
])('$name', ({ first, second }) => {
  let ann: OfficialPeer;
  let bob: OfficialPeer;

  beforeAll(async () => {
    ann = await first();
    bob = await second();
  });

  afterAll(async () => {
    await ann?.close();
    await bob?.close();
  });

  test('a DM goes both ways over open streams', async () => {
    await bob.startStream();
    await ann.startStream();
    const dm = await ann.dm(bob.inboxId);
    const sent = await ann.sendText(dm.conversationId, 'hello');
    const received = await bob.waitForText('hello');
    expect(received).toMatchObject({ messageId: sent, senderInboxId: ann.inboxId });
    await bob.sendText(received.conversationId, 'hello yourself');
    expect((await ann.waitForText('hello yourself')).senderInboxId).toBe(bob.inboxId);
    expect(await texts(ann, dm.conversationId)).toEqual(['hello', 'hello yourself']);
  });

  test('a page of more than a hundred messages arrives whole and in order', async () => {
    const dm = await ann.dm(bob.inboxId);
    const before = await texts(bob, dm.conversationId);
    const sent = Array.from({ length: 130 }, (_, index) => `number ${index}`);
    for (const text of sent) await ann.sendText(dm.conversationId, text);
    expect(await texts(bob, dm.conversationId)).toEqual([...before, ...sent]);
  });

  test('a group is made, renamed, left without a member and joined again', async () => {
    const cleo = await native();
    try {
      const group = await ann.createGroup([bob.inboxId, cleo.inboxId], { name: 'three' });
      const id = group.conversationId;
      // libxmtp rotates its key in a commit before a newcomer's first message but encrypts that message for the epoch
      // before. libxmtp 1.9 loses such a message now and then while a stream is open and somebody was just removed,
      // so everyone speaks once before that.
      for (const [peer, text] of [
        [ann, 'ann'],
        [bob, 'bob'],
        [cleo, 'cleo'],
      ] as const) {
        await peer.sync();
        await peer.sendText(id, text);
      }
      for (const peer of [ann, bob, cleo]) expect(await texts(peer, id)).toEqual(['ann', 'bob', 'cleo']);

      await ann.rename(id, 'renamed');
      await ann.removeMembers(id, [cleo.inboxId]);
      await bob.sync();
      await bob.sendText(id, 'two left');
      expect(await texts(ann, id)).toEqual(['ann', 'bob', 'cleo', 'two left']);
      expect((await bob.conversations()).find((found) => found.conversationId === id)?.name).toBe('renamed');
      await cleo.sync();
      expect((await cleo.conversations()).find((found) => found.conversationId === id)?.isActive).toBe(false);

      await ann.addMembers(id, [cleo.inboxId]);
      await cleo.sync();
      await cleo.sendText(id, 'back');
      expect((await texts(bob, id)).at(-1)).toBe('back');
    } finally {
      await cleo.close();
    }
  });
});

test('a node that was killed comes back with all that it had acknowledged', async () => {
  const first = await startTestNode();
  const ports = {
    dataDir: first.dataDir,
    grpcPort: Number(new URL(first.grpcUrl).port),
    webPort: Number(new URL(first.webUrl).port),
  };
  const ann = await officialNodePeer({ grpcUrl: first.grpcUrl });
  const bob = await officialNodePeer({ grpcUrl: first.grpcUrl });
  const dm = await ann.dm(bob.inboxId);
  await ann.sendText(dm.conversationId, 'before');
  await first.kill();
  const second = await startTestNode(ports);
  try {
    expect(await texts(bob, dm.conversationId)).toEqual(['before']);
    await bob.sendText(dm.conversationId, 'after');
    expect(await texts(ann, dm.conversationId)).toEqual(['before', 'after']);
  } finally {
    await ann.close();
    await bob.close();
    await second.stop();
  }
});
