/** Every change of a group, with a crash before and after each commit and each call of the one who makes it. */
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

const boot = async (): Promise<Client> => (await newDevice(node.webUrl).boot()).client;

const send = async (client: Client, conversationId: string, text: string): Promise<void> =>
  void (await (
    await client.sendText(conversationId, text)
  ).sent);

const groupOf = async (client: Client): Promise<string> => {
  const groups = (await client.listConversations()).filter(({ kind }) => kind === 'group');
  expect(groups).toHaveLength(1);
  return groups[0]?.conversationId ?? '';
};

/** A device with a group of it, bob and carol, who have joined; its process has ended. */
async function withGroup() {
  const device = newDevice(node.webUrl);
  const { client: us } = await device.boot();
  const bob = await boot();
  const carol = await boot();
  const { conversation } = await us.createGroup({ members: [bob.inboxId, carol.inboxId], name: 'before' });
  const id = conversation.conversationId;
  await bob.syncAll();
  await send(bob, id, 'hello');
  await carol.syncAll();
  await us.syncAll();
  await us.close();
  return { device, bob, carol, id, dave: await boot() };
}

/** Nobody forked: each reads what the other writes, and both say the same of the group. */
async function agree(us: Client, other: Client, id: string): Promise<void> {
  await send(us, id, 'from us');
  await other.syncAll();
  await send(other, id, 'from the other');
  await us.syncAll();
  for (const client of [us, other]) {
    const messages = await client.listMessages(id);
    expect(messages.filter(({ kind }) => kind === 'undecryptable')).toEqual([]);
    expect(messages[0]?.text).toBe('from the other');
    expect(messages[1]?.text).toBe('from us');
  }
  const [ours, theirs] = [await us.groupDetails(id), await other.groupDetails(id)];
  const seen = ({ name, description, members, permissions }: typeof ours) => ({
    name,
    description,
    permissions,
    members: members.map(({ inboxId, role }) => ({ inboxId, role })),
  });
  expect(seen(ours)).toEqual(seen(theirs));
  expect(ours.maybeForked).toBe(false);
}

describe('a process that dies anywhere', () => {
  test(
    'while it makes a group',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: async () => {
          const device = newDevice(node.webUrl);
          await (await device.boot()).client.close();
          return { device, bob: await boot(), carol: await boot() };
        },
        device: ({ device }) => device,
        act: async (client, { bob, carol }) =>
          void (await client.createGroup({ members: [bob.inboxId, carol.inboxId], name: 'three' })),
        check: async (client, { bob, carol }) => {
          await client.syncAll();
          const stored = await client.listConversations();
          // Before it was stored there is no group; afterwards there is one, with all members.
          if (stored.length === 0) {
            await client.createGroup({ members: [bob.inboxId, carol.inboxId], name: 'three' });
          }
          const id = await groupOf(client);
          await bob.syncAll();
          await carol.syncAll();
          expect(await groupOf(bob)).toBe(id);
          expect(await groupOf(carol)).toBe(id);
          expect(await carol.groupDetails(id)).toMatchObject({
            name: 'three',
            addedByInboxId: client.inboxId,
          });
          await agree(client, bob, id);
          expect((await client.groupDetails(id)).members).toHaveLength(3);
          await bob.close();
          await carol.close();
        },
      });
      expect(points).toBeGreaterThan(8);
    },
    timeout,
  );

  test(
    'while it changes settings',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: withGroup,
        device: ({ device }) => device,
        act: async (client, { bob, id }) => {
          await client.updateGroup(id, { name: 'after', description: 'also after' });
          await client.setPermission(id, 'addMember', 'admin');
          await client.setAdmin(id, bob.inboxId, true);
        },
        check: async (client, { bob, carol, id }) => {
          await client.syncAll();
          const { name, description } = await client.groupDetails(id);
          // Both wishes are stored together: neither is lost without the other.
          expect([name, description]).toEqual(name === 'before' ? ['before', ''] : ['after', 'also after']);
          await client.updateGroup(id, { name: 'after' });
          await client.setPermission(id, 'addMember', 'admin');
          await client.setAdmin(id, bob.inboxId, true);
          await carol.syncAll();
          await agree(client, carol, id);
          expect(await carol.groupDetails(id)).toMatchObject({ name: 'after' });
          expect((await carol.groupDetails(id)).permissions.addMember).toBe('admin');
          await bob.close();
          await carol.close();
        },
      });
      expect(points).toBeGreaterThan(15);
    },
    timeout,
  );

  test(
    'while it adds and removes members',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: withGroup,
        device: ({ device }) => device,
        act: async (client, { carol, dave, id }) => {
          await client.addMembers(id, [dave.inboxId]);
          await client.removeMembers(id, [carol.inboxId]);
        },
        check: async (client, { bob, carol, dave, id }) => {
          await client.syncAll();
          expect(await client.addMembers(id, [dave.inboxId])).toEqual({ notAddedInboxIds: [] });
          const present = (await client.groupDetails(id)).members.map(({ inboxId }) => inboxId);
          if (present.includes(carol.inboxId)) await client.removeMembers(id, [carol.inboxId]);
          await carol.syncAll();
          expect((await carol.getConversation(id))?.isActive).toBe(false);
          await dave.syncAll();
          expect(await groupOf(dave)).toBe(id);
          await bob.syncAll();
          await agree(client, bob, id);
          await dave.syncAll();
          await agree(client, dave, id);
          expect((await client.groupDetails(id)).members.map(({ inboxId }) => inboxId).sort()).toEqual(
            [client, bob, dave].map(({ inboxId }) => inboxId).sort(),
          );
          for (const peer of [bob, carol, dave]) await peer.close();
        },
      });
      expect(points).toBeGreaterThan(12);
    },
    timeout,
  );

  test(
    'while it lets somebody leave',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: async () => {
          const scene = await withGroup();
          await scene.carol.leaveGroup(scene.id);
          return scene;
        },
        device: ({ device }) => device,
        act: async (client) => void (await client.syncAll()),
        check: async (client, { bob, carol, id }) => {
          await client.syncAll();
          await carol.syncAll();
          expect((await carol.getConversation(id))?.isActive).toBe(false);
          expect((await client.groupDetails(id)).members).toHaveLength(2);
          await bob.syncAll();
          await agree(client, bob, id);
          await bob.close();
          await carol.close();
        },
      });
      expect(points).toBeGreaterThan(5);
    },
    timeout,
  );

  test(
    'while it leaves',
    async () => {
      const points = await tellAtEveryPoint({
        setUp: async () => {
          const admin = await boot();
          const device = newDevice(node.webUrl);
          const { client: us } = await device.boot();
          const bob = await boot();
          const { conversation } = await admin.createGroup({ members: [us.inboxId, bob.inboxId] });
          await us.syncAll();
          await us.close();
          return { device, admin, bob, id: conversation.conversationId };
        },
        device: ({ device }) => device,
        act: async (client, { id }) => await client.leaveGroup(id),
        check: async (client, { admin, bob, id }) => {
          await client.syncAll();
          await client.leaveGroup(id);
          await admin.syncAll();
          await client.syncAll();
          expect((await client.getConversation(id))?.isActive).toBe(false);
          await bob.syncAll();
          await agree(admin, bob, id);
          await admin.close();
          await bob.close();
        },
      });
      expect(points).toBeGreaterThan(5);
    },
    timeout,
  );
});
