/** Stories of groups among our own clients over the local node. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../../src/core/bytes/hex.ts';
import type { Client } from '../../src/core/client/client.ts';
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

/** The newest envelope of a group's topic. */
async function newest(id: string) {
  const [envelope] = await createNodeApi({ baseUrl: node.webUrl }).getNewestGroupMessages([hexToBytes(id)]);
  if (envelope === undefined) throw new Error('an empty topic');
  return envelope;
}

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

test('settings, members and roles are changed, and all see the same', async () => {
  const { alice, bob, carol, id, syncAll } = await threesome();
  const dave = await newClient();
  await alice.updateGroup(id, { name: 'named', imageUrl: 'https://example.org/a.png' });
  expect(await alice.addMembers(id, [dave.address])).toEqual({ notAddedInboxIds: [] });
  await alice.setAdmin(id, bob.inboxId, true);
  await alice.setPermission(id, 'name', 'admin');
  await dave.syncAll();
  await syncAll();
  for (const client of [alice, bob, carol, dave]) {
    const details = await client.groupDetails(id);
    expect(details).toMatchObject({ name: 'named', imageUrl: 'https://example.org/a.png', preset: 'custom' });
    expect(details.permissions).toMatchObject({ name: 'admin', description: 'allow' });
    expect(await rolesOf(client, id)).toEqual({
      [alice.inboxId]: 'superAdmin',
      [bob.inboxId]: 'admin',
      [carol.inboxId]: 'member',
      [dave.inboxId]: 'member',
    });
  }
  expect(
    (await bob.groupDetails(id)).members.find(({ inboxId }) => inboxId === dave.inboxId)?.addedByInboxId,
  ).toBe(alice.inboxId);

  await bob.updateGroup(id, { name: 'by an admin' });
  await bob.removeMembers(id, [carol.address, dave.inboxId]);
  for (const client of [alice, carol, dave]) await client.syncAll();
  expect((await alice.groupDetails(id)).members).toHaveLength(2);
  expect(await carol.groupDetails(id)).toMatchObject({ isActive: false });
  expect((await carol.groupDetails(id)).ownRole).toBeUndefined();
  expect((await dave.getConversation(id))?.isActive).toBe(false);
  await bob.addMembers(id, [carol.inboxId]);
  await carol.syncAll();
  expect(await carol.groupDetails(id)).toMatchObject({ isActive: true, addedByInboxId: bob.inboxId });
});

test('what a member may not do is refused with its reason, and nothing of it leaves', async () => {
  const { bob, carol, alice, id } = await threesome({ members: [], permissions: 'adminOnly' });
  await send(bob, id, 'so that our keys are ours');
  await carol.syncAll();
  const before = (await newest(id)).id;
  const outsider = await newClient();
  const reasons = [
    await refusalOf(bob.updateGroup(id, { name: 'mine' })),
    await refusalOf(bob.addMembers(id, [outsider.inboxId])),
    await refusalOf(bob.removeMembers(id, [carol.inboxId])),
    await refusalOf(bob.removeMembers(id, [alice.inboxId])),
    await refusalOf(bob.setAdmin(id, bob.inboxId, true)),
    await refusalOf(bob.setSuperAdmin(id, bob.inboxId, true)),
    await refusalOf(bob.setPermission(id, 'name', 'allow')),
  ];
  expect(reasons).toEqual([
    'Group.Refused metadataDenied',
    'Group.Refused addMemberDenied',
    'Group.Refused removeMemberDenied',
    'Group.Refused removeMemberDenied',
    'Group.Refused addAdminDenied',
    'Group.Refused superAdminChangeDenied',
    'Group.Refused permissionsChangeDenied',
  ]);
  expect((await newest(id)).id).toBe(before);
  expect(
    await Promise.all([
      refusalOf(alice.updateGroup(id, { name: 'x'.repeat(101) })),
      refusalOf(alice.updateGroup(id, { description: 'é'.repeat(501) })),
      refusalOf(alice.updateGroup(id, { imageUrl: `https://${'x'.repeat(2048)}` })),
      refusalOf(alice.removeMembers(id, [outsider.inboxId])),
      refusalOf(alice.removeMembers(id, [alice.inboxId])),
      refusalOf(alice.setAdmin(id, outsider.inboxId, true)),
      refusalOf(alice.setSuperAdmin(id, alice.inboxId, false)),
      refusalOf(alice.setPermission(id, 'addAdmin', 'allow')),
      refusalOf(alice.leaveGroup(id)),
      refusalOf(alice.addMembers(id, ['0xnobody'])),
      refusalOf(alice.addMembers(id, [`0x${'00'.repeat(20)}`])),
      refusalOf(alice.createGroup({ members: [bob.inboxId], name: 'x'.repeat(101) })),
      refusalOf(alice.createGroup({ members: [bob.inboxId, 'ff'.repeat(32)] })),
      refusalOf(alice.createGroup({ members: [], permissions: { removeAdmin: 'allow' } })),
      refusalOf(alice.groupDetails('ab'.repeat(16))),
      refusalOf(outsider.updateGroup(id, { name: 'no' })),
    ]),
  ).toEqual([
    'Group.Refused attributeTooLong',
    'Group.Refused attributeTooLong',
    'Group.Refused attributeTooLong',
    'Group.Refused notMember',
    'Group.Refused superAdminRemoved',
    'Group.Refused notMember',
    'Group.Refused lastSuperAdminRemoved',
    'Group.Refused policyNotExpressible',
    'Group.Refused superAdminLeaves',
    'Peer.Invalid',
    'Peer.NoInbox',
    'Group.Refused attributeTooLong',
    'Peer.NoInbox',
    'Group.Refused policyNotExpressible',
    'Conversation.Unknown',
    'Conversation.Unknown',
  ]);
  expect((await newest(id)).id).toBe(before);
  const { conversationId: dm } = await alice.openDm(bob.inboxId);
  expect(await refusalOf(alice.updateGroup(dm, { name: 'a DM' }))).toBe('Group.Refused notAGroup');
  expect(await refusalOf(alice.leaveGroup(dm))).toBe('Group.Refused notAGroup');
});

test('one who wants to leave is let go by a super admin, and may come back', async () => {
  const { alice, bob, carol, id } = await threesome();
  await alice.setSuperAdmin(id, bob.inboxId, true);
  await alice.close();
  await bob.syncAll();
  await carol.syncAll();
  await carol.leaveGroup(id);
  await carol.syncAll();
  expect(await carol.groupDetails(id)).toMatchObject({ isLeaving: true, isActive: true });
  // Asking twice is no second request.
  await carol.leaveGroup(id);
  await bob.syncAll();
  await carol.syncAll();
  expect((await bob.groupDetails(id)).members.map(({ inboxId }) => inboxId)).not.toContain(carol.inboxId);
  expect((await carol.getConversation(id))?.isActive).toBe(false);
  expect((await texts(bob, id)).filter((text) => text === 'Asked to leave the group')).toHaveLength(1);
  await bob.addMembers(id, [carol.inboxId]);
  await carol.syncAll();
  expect(await carol.groupDetails(id)).toMatchObject({ isLeaving: false, isActive: true });
  await send(carol, id, 'back again');
  await bob.syncAll();
  expect((await texts(bob, id)).at(-1)).toBe('back again');
});

test('a request to leave waits until somebody is there who may grant it', async () => {
  const { alice, bob, carol, id } = await threesome();
  await carol.leaveGroup(id);
  await bob.syncAll();
  expect((await bob.groupDetails(id)).members).toHaveLength(3);
  expect((await bob.groupDetails(id)).members.find(({ inboxId }) => inboxId === carol.inboxId)).toMatchObject(
    { isLeaving: true },
  );
  // She has not read the request; he has, and becomes super admin.
  await alice.setSuperAdmin(id, bob.inboxId, true);
  await bob.syncAll();
  await carol.syncAll();
  expect((await carol.getConversation(id))?.isActive).toBe(false);
  expect((await bob.groupDetails(id)).members).toHaveLength(2);
});

test('changes by all at once: each is made, nobody forks', async () => {
  const { alice, bob, carol, all, id, syncAll } = await threesome();
  const insist = async (change: () => Promise<unknown>) => {
    while ((await refusalOf(change())) !== undefined) await syncAll();
  };
  for (let round = 0; round < 4; round += 1) {
    await Promise.all([
      insist(() => alice.updateGroup(id, { name: `a${round}` })),
      insist(() => bob.updateGroup(id, { description: `b${round}` })),
      insist(() => carol.updateGroup(id, { imageUrl: `c${round}` })),
      insist(() => alice.setAdmin(id, carol.inboxId, round % 2 === 0)),
    ]);
    await syncAll();
    for (const client of all) {
      expect(await client.groupDetails(id)).toMatchObject({
        name: `a${round}`,
        description: `b${round}`,
        imageUrl: `c${round}`,
        maybeForked: false,
      });
      expect((await rolesOf(client, id))[carol.inboxId]).toBe(round % 2 === 0 ? 'admin' : 'member');
    }
  }
  await send(bob, id, 'still together');
  await syncAll();
  for (const client of all) expect((await texts(client, id)).at(-1)).toBe('still together');
});

test('who has no key package that works is named, and the others are in', async () => {
  const bare = await newClient();
  const hide =
    (installationId: string) =>
    (real: NodeApi): NodeApi => ({
      ...real,
      fetchKeyPackages: async (keys) => {
        const answers = await real.fetchKeyPackages(keys);
        return keys.map((key, index) => (bytesToHex(key) === installationId ? undefined : answers[index]));
      },
    });
  const alice = await newClient({ node: hide(bare.installationId) });
  const bob = await newClient();
  const made = await alice.createGroup({ members: [bob.inboxId, bare.inboxId] });
  const id = made.conversation.conversationId;
  expect(made.notAddedInboxIds).toEqual([bare.inboxId]);
  expect((await alice.groupDetails(id)).members).toHaveLength(2);
  expect(await alice.addMembers(id, [bare.inboxId, bob.inboxId])).toEqual({
    notAddedInboxIds: [bare.inboxId],
  });
  await bob.syncAll();
  expect(await bob.addMembers(id, [bare.address])).toEqual({ notAddedInboxIds: [] });

  const alone = await alice.createGroup({ members: [bare.inboxId], name: 'alone' });
  expect(alone.notAddedInboxIds).toEqual([bare.inboxId]);
  await send(alice, alone.conversation.conversationId, 'to nobody yet');
  expect(await alice.addMembers(alone.conversation.conversationId, [bob.inboxId])).toEqual({
    notAddedInboxIds: [],
  });
  await bob.syncAll();
  expect((await bob.getConversation(alone.conversation.conversationId))?.name).toBe('alone');
});

test('over open streams a change is told to all who listen', async () => {
  const { alice, bob, id } = await threesome();
  alice.start();
  bob.start();
  const heard = new Promise<string>((resolve) => {
    bob.on((event) => {
      if (event.kind === 'conversation' && event.conversation.name !== '') resolve(event.conversation.name);
    });
  });
  await alice.updateGroup(id, { name: 'heard by bob' });
  expect(await heard).toBe('heard by bob');
  await bob.leaveGroup(id);
  await expect
    .poll(async () => (await bob.getConversation(id))?.isActive, { timeout: 10_000, interval: 20 })
    .toBe(false);
  expect((await alice.groupDetails(id)).members).toHaveLength(2);
});

test('a message from an epoch that we do not know is a suspicion, and the next word of a member ends it', async () => {
  const { alice, bob, id } = await threesome();
  await send(alice, id, 'hello');
  const api = createNodeApi({ baseUrl: node.webUrl });
  const [real] = await api.queryGroupMessages({
    groupId: hexToBytes(id),
    afterCursor: (await newest(id)).id - 1n,
  });
  // Anyone may put this into the topic: the outside of a message names its epoch.
  const data = Uint8Array.from(real?.data ?? []);
  // Version, wire format, and the group's id with its length stand before it.
  const epochAt = 2 + 2 + 1 + 16;
  new DataView(data.buffer).setBigUint64(epochAt, 1_000n);
  await api.sendGroupMessages([{ data, senderHmac: new Uint8Array(0), shouldPush: false }]);
  await bob.syncAll();
  expect(await bob.groupDetails(id)).toMatchObject({ maybeForked: true, isActive: true });
  await send(alice, id, 'are you there');
  await bob.syncAll();
  expect(await bob.groupDetails(id)).toMatchObject({ maybeForked: false });
  expect((await texts(bob, id)).at(-1)).toBe('are you there');
});

test('several who may let somebody go do it at once: it happens once, and nobody forks', async () => {
  const { alice, bob, carol, id } = await threesome();
  const phone = newDevice(node.webUrl);
  const { client: dave } = await phone.boot();
  const { client: davesPhone } = await newDevice(node.webUrl, { privateKey: phone.privateKey }).boot();
  onTestFinished(() => dave.close());
  onTestFinished(() => davesPhone.close());
  await alice.addMembers(id, [dave.inboxId]);
  await alice.setSuperAdmin(id, bob.inboxId, true);
  await alice.setSuperAdmin(id, dave.inboxId, true);
  const others = [alice, bob, dave, davesPhone];
  for (const client of [...others, carol]) await client.syncAll();
  await carol.leaveGroup(id);
  await Promise.all(others.map((client) => client.syncAll()));
  for (const client of [...others, carol]) await client.syncAll();
  expect((await carol.getConversation(id))?.isActive).toBe(false);
  await send(davesPhone, id, 'all three of us');
  for (const client of others) {
    await client.syncAll();
    const details = await client.groupDetails(id);
    expect(details).toMatchObject({ maybeForked: false });
    expect(details.members.map(({ inboxId }) => inboxId).sort()).toEqual(
      [alice, bob, dave].map(({ inboxId }) => inboxId).sort(),
    );
    const lines = await texts(client, id);
    expect(lines.at(-1)).toBe('all three of us');
    expect(lines.filter((line) => line.includes('left'))).toHaveLength(1);
  }
});

test('a change that cannot leave says so, is kept, and is made when the node is back', async () => {
  let isDown = false;
  const flaky = (real: NodeApi): NodeApi => ({
    ...real,
    sendGroupMessages: async (messages) => {
      if (isDown) throw new WalletInboxError('Node.Unreachable', 'The node is down.');
      await real.sendGroupMessages(messages);
    },
  });
  const alice = await newClient({ node: flaky });
  const bob = await newClient();
  const { conversation } = await alice.createGroup({ members: [bob.inboxId] });
  const id = conversation.conversationId;
  isDown = true;
  expect(await refusalOf(alice.updateGroup(id, { name: 'later' }))).toBe('Node.Unreachable');
  expect((await alice.groupDetails(id)).name).toBe('');
  const made = alice.createGroup({ members: [bob.inboxId], name: 'later, too' });
  expect(await refusalOf(made)).toBe('Node.Unreachable');
  isDown = false;
  await alice.syncAll();
  await bob.syncAll();
  expect((await bob.groupDetails(id)).name).toBe('later');
  const names = (await bob.listConversations()).map(({ name }) => name).sort();
  expect(names).toEqual(['later', 'later, too']);
});

test('who is overtaken each time is told so, and the change is not made behind their back', async () => {
  let overtake: (() => Promise<void>) | undefined;
  const slow = (real: NodeApi): NodeApi => ({
    ...real,
    sendGroupMessages: async (messages) => {
      await overtake?.();
      await real.sendGroupMessages(messages);
    },
  });
  const alice = await newClient({ node: slow });
  const bob = await newClient();
  const { conversation } = await alice.createGroup({ members: [bob.inboxId] });
  const id = conversation.conversationId;
  await bob.syncAll();
  let count = 0;
  overtake = async () => {
    count += 1;
    await bob.updateGroup(id, { description: `bob ${count}` });
  };
  expect(await refusalOf(alice.updateGroup(id, { name: 'never' }))).toBe('Group.Contended');
  expect(count).toBe(3);
  overtake = undefined;
  await alice.syncAll();
  await bob.syncAll();
  for (const client of [alice, bob]) {
    expect(await client.groupDetails(id)).toMatchObject({ name: '', description: 'bob 3' });
  }
  await alice.updateGroup(id, { name: 'at last' });
  await bob.syncAll();
  expect((await bob.groupDetails(id)).name).toBe('at last');
});
