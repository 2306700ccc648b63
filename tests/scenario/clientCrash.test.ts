/**
 * Every story is told once for each commit and each call of its main figure: the process dies there, before or after the
 * effect, a new one starts on the same disk, and in the end nothing is lost, doubled or unreadable.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../src/core/client/client.ts';
import { startNode } from '../../src/node/startNode.ts';
import { newDevice } from './clientCrash.ts';
import { tellAtEveryPoint } from './tellAtEveryPoint.ts';

let node: Awaited<ReturnType<typeof startNode>>;
beforeAll(async () => {
  node = await startNode();
});
afterAll(async () => {
  await node.close();
});

const timeout = 120_000;

const texts = async (client: Client, conversationId: string): Promise<readonly string[]> =>
  (await client.listMessages(conversationId))
    .filter(({ kind }) => kind !== 'groupUpdate')
    .map(({ kind, text }) => (kind === 'content' ? text : kind))
    .reverse();

const theConversation = async (client: Client): Promise<string> => {
  const conversations = await client.listConversations();
  expect(conversations).toHaveLength(1);
  return conversations[0]?.conversationId ?? '';
};

/** A DM between two devices, whose second one is running. */
async function dmOfTwo() {
  const ours = newDevice(node.webUrl);
  const theirs = newDevice(node.webUrl);
  const { client: us } = await ours.boot();
  const { client: them } = await theirs.boot();
  const { conversationId } = await us.openDm(them.inboxId);
  await (await us.sendText(conversationId, 'first')).sent;
  await them.syncAll();
  await (await them.sendText(conversationId, 'second')).sent;
  await us.syncAll();
  await us.close();
  return { ours, them, conversationId };
}

describe('a process that dies anywhere', () => {
  test(
    'while it registers',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: async () => ({ device: newDevice(node.webUrl) }),
        device: ({ device }) => device,
        act: async () => undefined,
        check: async (client) => {
          const { client: other } = await newDevice(node.webUrl).boot();
          const { conversationId } = await other.openDm(client.address);
          await (await other.sendText(conversationId, 'are you there')).sent;
          await client.syncAll();
          expect(await texts(client, await theConversation(client))).toEqual(['are you there']);
          await other.close();
        },
      });
      expect(points).toBeGreaterThan(5);
    },
    timeout,
  );

  test(
    'while it makes a DM',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: async () => {
          const device = newDevice(node.webUrl);
          await (await device.boot()).client.close();
          const { client: peer } = await newDevice(node.webUrl).boot();
          return { device, peer };
        },
        device: ({ device }) => device,
        act: async (client, { peer }) => void (await client.openDm(peer.inboxId)),
        check: async (client, { peer }) => {
          await client.syncAll();
          const { conversationId } = await client.openDm(peer.inboxId);
          await (await client.sendText(conversationId, 'hello')).sent;
          await peer.syncAll();
          expect(await theConversation(client)).toBe(conversationId);
          expect(await texts(peer, await theConversation(peer))).toEqual(['hello']);
          await (await peer.sendText(conversationId, 'hello yourself')).sent;
          await client.syncAll();
          expect(await texts(client, conversationId)).toEqual(['hello', 'hello yourself']);
          await peer.close();
        },
      });
      expect(points).toBeGreaterThan(8);
    },
    timeout,
  );

  test(
    'while it sends',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: dmOfTwo,
        device: ({ ours }) => ours,
        act: async (client, { conversationId }) => {
          const third = await client.sendText(conversationId, 'third');
          const fourth = await client.sendText(conversationId, 'fourth');
          // A refusal by a dead process is no answer to anyone; the promises may stay open.
          await Promise.race([
            Promise.all([third.sent, fourth.sent]),
            new Promise((resolve) => setTimeout(resolve, 400)),
          ]);
          await client.syncAll();
        },
        check: async (client, { conversationId, them }) => {
          await client.syncAll();
          const written = await texts(client, conversationId);
          await (await client.sendText(conversationId, 'last')).sent;
          await them.syncAll();
          // What was accepted is sent, once, in order, and readable: a generation used twice would lose one.
          expect(written.slice(0, 2)).toEqual(['first', 'second']);
          expect(['third', 'fourth'].slice(0, written.length - 2)).toEqual(written.slice(2));
          expect(await texts(them, conversationId)).toEqual([...written, 'last']);
          await client.syncAll();
          const messages = await client.listMessages(conversationId);
          expect(messages.map(({ status }) => status)).toEqual(messages.map(() => 'sent'));
          expect(messages.map(({ messageId }) => messageId)).toEqual(
            expect.arrayContaining(
              (await them.listMessages(conversationId))
                .filter(({ kind }) => kind === 'content')
                .map(({ messageId }) => messageId),
            ),
          );
          await (await them.sendText(conversationId, 'answer')).sent;
          await client.syncAll();
          expect((await texts(client, conversationId)).at(-1)).toBe('answer');
          await them.close();
        },
      });
      expect(points).toBeGreaterThan(8);
    },
    timeout,
  );

  test(
    'while it receives',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: async () => {
          const device = newDevice(node.webUrl);
          await (await device.boot()).client.close();
          const { client: peer } = await newDevice(node.webUrl).boot();
          const { client: first } = await device.boot();
          const { conversationId } = await peer.openDm(first.inboxId);
          await first.close();
          for (const text of ['one', 'two', 'three']) await (await peer.sendText(conversationId, text)).sent;
          return { device, peer };
        },
        device: ({ device }) => device,
        act: async (client) => void (await client.syncAll()),
        check: async (client, { peer }) => {
          await client.syncAll();
          const conversationId = await theConversation(client);
          expect(await texts(client, conversationId)).toEqual(['one', 'two', 'three']);
          expect((await client.getConversation(conversationId))?.unreadCount).toBe(3);
          await (await client.sendText(conversationId, 'got them')).sent;
          await peer.syncAll();
          expect((await texts(peer, conversationId)).at(-1)).toBe('got them');
          await peer.close();
        },
      });
      expect(points).toBeGreaterThan(3);
    },
    timeout,
  );

  test(
    'while it listens and answers over open streams',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: dmOfTwo,
        device: ({ ours }) => ours,
        act: async (client, { them, conversationId }) => {
          client.start();
          const heard = new Promise<void>((resolve) => {
            client.on((event) => {
              if (event.kind === 'message' && event.message.text === 'over the stream') resolve();
            });
          });
          const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
          await (await them.sendText(conversationId, 'over the stream')).sent;
          await Promise.race([heard, pause(400)]);
          const { sent } = await client.sendText(conversationId, 'heard you');
          await Promise.race([sent, pause(400)]);
          await pause(50);
        },
        check: async (client, { them, conversationId }) => {
          await client.syncAll();
          const written = await texts(client, conversationId);
          expect(written.slice(0, 3)).toEqual(['first', 'second', 'over the stream']);
          expect(['heard you'].slice(0, written.length - 3)).toEqual(written.slice(3));
          await (await client.sendText(conversationId, 'last')).sent;
          await them.syncAll();
          expect(await texts(them, conversationId)).toEqual([...written, 'last']);
          await them.close();
        },
      });
      expect(points).toBeGreaterThan(4);
    },
    timeout,
  );
});
