/** Groups that keep their state in the app data dictionary: made so by the browser SDK, the first to know them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesToHex } from '../../src/core/bytes/hex.ts';
import type { Client } from '../../src/core/client/client.ts';
import { createGroupStore } from '../../src/core/conversation/groupStore.ts';
import { readMembershipEntries } from '../../src/core/group/appData/appDataContext.ts';
import type { NodeApi } from '../../src/core/ports.ts';
import { unsafeMemoryDatabase } from '../../src/core/storage/memory/unsafeMemoryDatabase.ts';
import { newDevice } from '../scenario/clientCrash.ts';
import { membersOf, ourGroupUpdates, ourMembersOf } from '../support/groupRecord.ts';
import { type OfficialBrowser, officialBrowser } from '../support/officialBrowserPeer.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { ourClient } from '../support/ourClient.ts';
import { migrationWord } from '../support/pageServer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

let node: TestNode;
let browser: OfficialBrowser;
beforeAll(async () => {
  node = await startTestNode();
  browser = await officialBrowser();
});
afterAll(async () => {
  await browser.close();
  await node.stop();
});

async function settle(us: Client, peers: readonly OfficialPeer[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await us.syncAll();
    for (const peer of peers) await peer.sync();
  }
  await us.syncAll();
}

/** All say the same of the group, and read what the others write. */
async function agree(us: Client, peers: readonly OfficialPeer[], id: string, mark: string) {
  await settle(us, peers);
  const details = await us.groupDetails(id);
  expect(details.maybeForked).toBe(false);
  for (const peer of peers) {
    expect(await peer.group(id)).toMatchObject({
      name: details.name,
      description: details.description,
      imageUrl: details.imageUrl,
      isActive: true,
    });
    expect(membersOf(await peer.members(id))).toEqual(ourMembersOf(details));
  }
  await (await us.sendText(id, `${mark}, from us`)).sent;
  for (const peer of peers) await peer.sendText(id, `${mark}, from ${peer.installationId}`);
  await settle(us, peers);
  const ours = (await us.listMessages(id)).map(({ text }) => text);
  for (const peer of peers) {
    expect(ours).toContain(`${mark}, from ${peer.installationId}`);
    expect((await peer.messages(id)).map(({ text }) => text)).toContain(`${mark}, from us`);
  }
  return details;
}

test('a group of theirs is migrated while we are in it: processed, sent to, changed by both sides, left', async () => {
  const maker = await browser.peer({ webUrl: node.webUrl });
  const third = await browser.peer({ webUrl: node.webUrl });
  const fourth = await browser.peer({ webUrl: node.webUrl });
  const { client: us, close } = await ourClient({ webUrl: node.webUrl });
  const { conversationId: id } = await maker.createGroup([third.inboxId, us.inboxId], {
    name: 'before',
    description: 'words',
    imageUrl: 'https://example.org/1.png',
  });
  await agree(us, [maker, third], id, 'made');
  await maker.setAppData(id, migrationWord);
  const migrated = await agree(us, [maker, third], id, 'migrated');
  expect(migrated).toMatchObject({
    name: 'before',
    description: 'words',
    creatorInboxId: maker.inboxId,
    permissions: { addMember: 'allow', removeMember: 'admin', addAdmin: 'superAdmin', name: 'allow' },
  });

  await maker.rename(id, 'renamed by its maker');
  expect(await agree(us, [maker, third], id, 'renamed')).toMatchObject({ name: 'renamed by its maker' });
  expect((await ourGroupUpdates(us, id)).at(-1)?.fields).toEqual([
    { name: 'group_name', from: 'before', to: 'renamed by its maker' },
  ]);
  await maker.addMembers(id, [fourth.inboxId]);
  expect((await agree(us, [maker, third, fourth], id, 'added')).members).toHaveLength(4);
  await maker.removeMembers(id, [fourth.inboxId]);
  expect((await agree(us, [maker, third], id, 'removed')).members).toHaveLength(3);
  await maker.addAdmin(id, us.inboxId);
  expect(await agree(us, [maker, third], id, 'admin')).toMatchObject({ ownRole: 'admin' });
  await maker.addSuperAdmin(id, us.inboxId);
  expect(await agree(us, [maker, third], id, 'super admin')).toMatchObject({ ownRole: 'superAdmin' });

  await us.updateGroup(id, { name: 'renamed by us', description: 'ours' });
  expect(await agree(us, [maker, third], id, 'our name')).toMatchObject({ name: 'renamed by us' });
  await us.addMembers(id, [fourth.inboxId]);
  expect((await agree(us, [maker, third, fourth], id, 'we added')).members).toHaveLength(4);
  await us.setAdmin(id, third.inboxId, true);
  await agree(us, [maker, third, fourth], id, 'we made an admin');
  await us.setPermission(id, 'name', 'admin');
  await us.setPermission(id, 'addMember', 'superAdmin');
  expect((await agree(us, [maker, third, fourth], id, 'we set policies')).permissions).toMatchObject({
    name: 'admin',
    addMember: 'superAdmin',
  });
  await expect(fourth.rename(id, 'not allowed')).rejects.toThrow();
  await third.rename(id, 'by the admin we made');
  expect(await agree(us, [maker, third, fourth], id, 'by an admin')).toMatchObject({
    name: 'by the admin we made',
  });
  await fourth.leave(id);
  await settle(us, [maker, third, fourth]);
  await us.removeMembers(id, [fourth.inboxId]).catch(() => undefined);
  expect((await agree(us, [maker, third], id, 'one left')).members).toHaveLength(3);

  await maker.removeSuperAdmin(id, us.inboxId);
  await settle(us, [maker, third]);
  await us.leaveGroup(id);
  await expect
    .poll(
      async () => {
        await maker.sync();
        await us.syncAll();
        return (await us.getConversation(id))?.isActive;
      },
      { timeout: 30_000, interval: 300 },
    )
    .toBe(false);
  await maker.addMembers(id, [us.inboxId]);
  expect(await agree(us, [maker, third], id, 'back')).toMatchObject({ isActive: true });
  for (const peer of [maker, third, fourth]) await peer.close();
  await close();
});

test('a group of ours, migrated by a super admin of theirs: newcomers join, who leaves is let go by us, races converge', async () => {
  const bob = await browser.peer({ webUrl: node.webUrl });
  const carol = await browser.peer({ webUrl: node.webUrl });
  const { client: us, close } = await ourClient({ webUrl: node.webUrl });
  const { client: friend, close: closeFriend } = await ourClient({ webUrl: node.webUrl });
  const { conversation } = await us.createGroup({
    members: [bob.inboxId],
    name: 'ours',
    permissions: 'adminOnly',
  });
  const id = conversation.conversationId;
  await us.setSuperAdmin(id, bob.inboxId, true);
  await agree(us, [bob], id, 'made');
  await bob.setAppData(id, migrationWord);
  expect(await agree(us, [bob], id, 'migrated')).toMatchObject({ preset: 'adminOnly' });

  // One of ours and one of theirs, added by us: both join a group that was migrated before they came.
  expect(await us.addMembers(id, [friend.inboxId, carol.inboxId])).toEqual({ notAddedInboxIds: [] });
  await friend.syncAll();
  await agree(us, [bob, carol], id, 'two more');
  await (await friend.sendText(id, 'from the friend')).sent;
  await settle(us, [bob, carol]);
  expect((await us.listMessages(id))[0]).toMatchObject({ text: 'from the friend', kind: 'content' });
  expect((await carol.messages(id)).at(-1)?.text).toBe('from the friend');
  expect(await friend.groupDetails(id)).toMatchObject({
    name: 'ours',
    preset: 'adminOnly',
    ownRole: 'member',
  });
  await expect(friend.updateGroup(id, { name: 'mine' })).rejects.toMatchObject({
    details: { reason: 'metadataDenied' },
  });
  await expect(us.setPermission(id, 'addAdmin', 'deny')).rejects.toMatchObject({
    code: 'Group.Refused',
    details: { reason: 'policyNotExpressible' },
  });

  // A client that does not know such groups can be added by nobody, and that keeps nobody from anything.
  const old = await officialNodePeer({ grpcUrl: node.grpcUrl });
  await expect(bob.addMembers(id, [old.inboxId])).rejects.toThrow();
  expect(await us.addMembers(id, [old.inboxId])).toEqual({ notAddedInboxIds: [old.inboxId] });
  expect((await agree(us, [bob, carol], id, 'without the old one')).members).toHaveLength(4);
  await old.close();

  await bob.removeSuperAdmin(id, bob.inboxId);
  await settle(us, [bob, carol]);
  await friend.leaveGroup(id);
  await carol.leave(id);
  await settle(us, [bob, carol]);
  await friend.syncAll();
  expect((await friend.getConversation(id))?.isActive).toBe(false);
  expect((await carol.group(id)).isActive).toBe(false);
  expect((await agree(us, [bob], id, 'let go')).members).toHaveLength(2);

  await us.setAdmin(id, bob.inboxId, true);
  await settle(us, [bob]);
  for (let round = 0; round < 3; round += 1) {
    await Promise.allSettled([
      us.updateGroup(id, { name: `ours ${round}` }),
      bob.setDescription(id, `theirs ${round}`),
    ]);
    await agree(us, [bob], id, `race ${round}`);
  }
  for (const peer of [bob, carol]) await peer.close();
  await closeFriend();
  await close();
});

test('an installation that cannot be added is listed as failed in a migrated group, too', async () => {
  const bob = await browser.peer({ webUrl: node.webUrl });
  const friendDevice = newDevice(node.webUrl);
  const { client: friend } = await friendDevice.boot();
  const { client: phone } = await newDevice(node.webUrl, { privateKey: friendDevice.privateKey }).boot();
  const hide = (real: NodeApi): NodeApi => ({
    ...real,
    fetchKeyPackages: async (keys) => {
      const answers = await real.fetchKeyPackages(keys);
      return keys.map((key, index) =>
        bytesToHex(key) === phone.installationId ? undefined : answers[index],
      );
    },
  });
  const database = unsafeMemoryDatabase();
  const { client: us } = await newDevice(node.webUrl, { database, node: hide }).boot();
  const { conversation } = await us.createGroup({ members: [bob.inboxId], name: 'ours' });
  const id = conversation.conversationId;
  await us.setSuperAdmin(id, bob.inboxId, true);
  await settle(us, [bob]);
  await bob.setAppData(id, migrationWord);
  await settle(us, [bob]);

  expect(await us.addMembers(id, [friend.inboxId])).toEqual({ notAddedInboxIds: [] });
  const group = await createGroupStore(database).load(id);
  const entries = readMembershipEntries(group?.state.groupContext.extensions ?? []);
  expect(entries.get(friend.inboxId)?.failedInstallationIds).toEqual([phone.installationId]);
  expect(entries.get(bob.inboxId)?.failedInstallationIds).toEqual([]);
  await friend.syncAll();
  await settle(us, [bob]);
  await bob.sendText(id, 'to those who are in');
  await friend.syncAll();
  await us.syncAll();
  for (const client of [us, friend]) {
    expect((await client.listMessages(id))[0]?.text).toBe('to those who are in');
    expect((await client.groupDetails(id)).maybeForked).toBe(false);
  }
  await us.removeMembers(id, [friend.inboxId]);
  await settle(us, [bob]);
  expect((await bob.members(id)).map(({ inboxId }) => inboxId).sort()).toEqual(
    [us.inboxId, bob.inboxId].sort(),
  );
  for (const client of [us, friend, phone]) await client.close();
  await bob.close();
});
