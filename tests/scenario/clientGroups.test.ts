/** Stories of groups among our own clients over the local node. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Client } from '../../src/core/client/client.ts';
import { isWalletInboxError } from '../../src/core/errors.ts';
import { startNode } from '../../src/node/startNode.ts';
import { type DeviceOptions, newDevice } from './clientCrash.ts';

let node: Awaited<ReturnType<typeof startNode>>;
beforeAll(async () => {
  node = await startNode();
});
afterAll(async () => {
  await node.close();
});

async function newClient(options: DeviceOptions = {}): Promise<Client> {
  const { client } = await newDevice(node.webUrl, options).boot();
  onTestFinished(() => client.close());
  return client;
}

const texts = async (client: Client, conversationId: string): Promise<readonly string[]> =>
  (await client.listMessages(conversationId)).map(({ text }) => text).reverse();

const send = async (client: Client, conversationId: string, text: string): Promise<void> => {
  const { sent } = await client.sendText(conversationId, text);
  await sent;
};

/** `Code reason` of what a promise was rejected with. */
async function refusalOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    if (!isWalletInboxError(error)) return String(error);
    return [error.code, error.details.reason].filter((part) => part !== undefined).join(' ');
  }
}

const rolesOf = async (client: Client, conversationId: string): Promise<Record<string, string>> => {
  const { members } = await client.groupDetails(conversationId);
  return Object.fromEntries(members.map(({ inboxId, role }) => [inboxId, role]));
};

/** A group of three that everybody has joined; the first one made it. */
async function threesome(options: Parameters<Client['createGroup']>[0] = { members: [] }) {
  const alice = await newClient();
  const bob = await newClient();
  const carol = await newClient();
  const { conversation, notAddedInboxIds } = await alice.createGroup({
    ...options,
    members: [bob.inboxId, carol.address],
  });
  expect(notAddedInboxIds).toEqual([]);
  await bob.syncAll();
  await carol.syncAll();
  const all = [alice, bob, carol];
  const syncAll = async () => {
    for (const client of all) await client.syncAll();
  };
  return { alice, bob, carol, all, syncAll, id: conversation.conversationId, conversation };
}

test('a group is made, and everybody sees it as it was made', async () => {
  const { alice, bob, carol, id, conversation } = await threesome({
    members: [],
    name: 'three of us',
    description: 'A few words.',
    imageUrl: 'https://example.org/group.png',
    permissions: 'adminOnly',
  });
  const inboxIds = [alice, bob, carol].map(({ inboxId }) => inboxId).sort();
  expect(conversation).toMatchObject({ kind: 'group', name: 'three of us', consent: 'allowed' });
  expect([...conversation.memberInboxIds].sort()).toEqual(inboxIds);

  for (const client of [alice, bob, carol]) {
    const details = await client.groupDetails(id);
    expect(details).toMatchObject({
      conversationId: id,
      name: 'three of us',
      description: 'A few words.',
      imageUrl: 'https://example.org/group.png',
      creatorInboxId: alice.inboxId,
      addedByInboxId: alice.inboxId,
      preset: 'adminOnly',
      ownRole: client === alice ? 'superAdmin' : 'member',
      isActive: true,
      isLeaving: false,
      maybeForked: false,
    });
    expect(details.permissions).toMatchObject({ addMember: 'admin', name: 'admin', addAdmin: 'superAdmin' });
    expect(details.members.map(({ inboxId }) => inboxId)).toEqual(inboxIds);
    expect(details.members.map(({ installationCount }) => installationCount)).toEqual([1, 1, 1]);
    expect(details.members.find(({ inboxId }) => inboxId === carol.inboxId)?.address).toBe(carol.address);
  }
  const ofAlice = await alice.groupDetails(id);
  expect(ofAlice.members.map(({ addedByInboxId }) => addedByInboxId)).toEqual(
    inboxIds.map(() => alice.inboxId),
  );

  await send(alice, id, 'welcome');
  await bob.syncAll();
  await send(bob, id, 'thanks');
  await carol.syncAll();
  expect((await texts(carol, id)).slice(-2)).toEqual(['welcome', 'thanks']);
  expect((await bob.getConversation(id))?.consent).toBe('allowed');
  expect((await carol.getConversation(id))?.consent).toBe('unknown');
});
