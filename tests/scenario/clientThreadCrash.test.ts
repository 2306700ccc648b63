/** As clientCrash.test.ts, for what is said about messages and for messages that vanish. */
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
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A DM of two devices, with a message of either; only the second is running. */
async function scene() {
  const clock = { nowMs: Date.now() };
  const device = newDevice(node.webUrl, { nowMs: () => clock.nowMs });
  const { client: us } = await device.boot();
  const { client: them } = await newDevice(node.webUrl).boot();
  const { conversationId } = await us.openDm(them.inboxId);
  const mine = await us.sendText(conversationId, 'mine');
  await mine.sent;
  await them.syncAll();
  const yours = await them.sendText(conversationId, 'yours');
  await yours.sent;
  await us.syncAll();
  await us.close();
  const ids = { mine: mine.message.messageId, yours: yours.message.messageId };
  return { clock, device, them, conversationId, ...ids };
}

/** What a thread shows of one message. */
async function look(client: Client, messageId: string) {
  const message = await client.getMessage(messageId);
  return {
    text: message?.text,
    isDeleted: message?.deletedBy !== undefined,
    reactions: message?.reactions.map(({ content, inboxIds }) => `${content}${inboxIds.length}`),
  };
}

describe('a process that dies anywhere', () => {
  test(
    'while it reacts and deletes',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: scene,
        device: ({ device }) => device,
        act: async (client, { mine, yours }) => {
          const reaction = await client.react(yours, '👍', 'added');
          const deletion = await client.deleteMessage(mine);
          await Promise.race([Promise.all([reaction.sent, deletion.sent]), pause(400)]);
          await client.syncAll();
        },
        check: async (client, { them, mine, yours, conversationId }) => {
          const shown = [await look(client, mine), await look(client, yours)];
          await client.syncAll();
          await them.syncAll();
          // What was shown as done is done, here and there; what was not is not.
          expect([await look(client, mine), await look(client, yours)]).toEqual(shown);
          expect([await look(them, mine), await look(them, yours)]).toEqual(shown);
          await (await them.sendText(conversationId, 'on we go')).sent;
          await client.syncAll();
          expect((await client.getConversation(conversationId))?.lastMessage?.text).toBe('on we go');
          await them.close();
        },
      });
      expect(points).toBeGreaterThan(6);
    },
    timeout,
  );

  test(
    'while it receives reactions, a deletion and a receipt',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: async () => {
          const story = await scene();
          const { them, conversationId, mine, yours } = story;
          await (await them.react(mine, '👍', 'added')).sent;
          await (await them.react(mine, '🎉', 'added')).sent;
          await (await them.react(mine, '👍', 'removed')).sent;
          await (await them.deleteMessage(yours)).sent;
          await (await them.sendReadReceipt(conversationId))?.sent;
          return story;
        },
        device: ({ device }) => device,
        act: async (client) => void (await client.syncAll()),
        check: async (client, { them, mine, yours, conversationId }) => {
          await client.syncAll();
          expect(await look(client, mine)).toEqual({ text: 'mine', isDeleted: false, reactions: ['🎉1'] });
          expect(await look(client, yours)).toMatchObject({ text: '', isDeleted: true });
          const conversation = await client.getConversation(conversationId);
          expect(conversation?.unreadCount).toBe(0);
          expect(conversation?.peerReadNs).toBeDefined();
          await them.close();
        },
      });
      expect(points).toBeGreaterThan(2);
    },
    timeout,
  );

  test(
    'while messages vanish',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: async () => {
          const story = await scene();
          const { them, device, clock, conversationId } = story;
          await them.setDisappearing(conversationId, { fromNs: 1n, inNs: 3_600_000_000_000n });
          for (const text of ['one', 'two']) await (await them.sendText(conversationId, text)).sent;
          const { client } = await device.boot();
          await client.syncAll();
          await client.close();
          clock.nowMs += 4_000_000;
          return story;
        },
        device: ({ device }) => device,
        act: async (client) => void (await client.syncAll()),
        check: async (client, { them, conversationId, device }) => {
          const shown = async () =>
            (await client.listMessages(conversationId))
              .filter(({ kind }) => kind === 'content')
              .map(({ text }) => text);
          expect(await shown()).toEqual(['yours', 'mine']);
          await client.syncAll();
          expect(await shown()).toEqual(['yours', 'mine']);
          expect(await client.getConversation(conversationId)).toMatchObject({
            unreadCount: 1,
            lastMessage: { text: 'yours' },
          });
          expect(await device.database.count('messages', { index: 'byExpiry' })).toBe(0);
          await them.close();
        },
      });
      expect(points).toBeGreaterThan(2);
    },
    timeout,
  );
});
