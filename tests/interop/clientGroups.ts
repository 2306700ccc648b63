/**
 * Groups of our client and official ones: every operation by either side, and after each of them every client is asked what
 * the group is, who is in it as what, what is allowed, and which lines the thread shows, and all must say the same.
 */
import { expect, test } from 'vitest';
import type { Client } from '../../src/core/client/client.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { groupConfig } from '../../src/core/group/groupConfig.ts';
import { withAttribute } from '../support/commitScene.ts';
import { membersOf, ourGroupUpdates, ourMembersOf } from '../support/groupRecord.ts';
import type { OfficialPeer, PeerGroupUpdate } from '../support/officialPeer.ts';
import { ourClient } from '../support/ourClient.ts';
import { WireNetwork } from '../support/wireNetwork.ts';
import type { Stage } from './directMessages.ts';

/** Rounds of reading until what one client's commit asks of another (a refresh, a removal) has come round. */
async function settle(us: Client, peers: readonly OfficialPeer[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await us.syncAll();
    for (const peer of peers) await peer.sync();
  }
  await us.syncAll();
}

const withoutId = ({ messageId: _, ...update }: PeerGroupUpdate) => update;

/** libxmtp lists several inboxes in the order of a hash map, another at each run, and the id of the row follows from it. */
const namesOne = ({ added, removed, left }: PeerGroupUpdate) => [...added, ...removed, ...left].length <= 1;

/** All clients have read everything and agree. Returns what they say. */
async function agree(us: Client, peers: readonly OfficialPeer[], id: string) {
  await settle(us, peers);
  const details = await us.groupDetails(id);
  const updates = await ourGroupUpdates(us, id);
  for (const peer of peers) {
    const group = await peer.group(id);
    expect(group).toMatchObject({
      name: details.name,
      description: details.description,
      imageUrl: details.imageUrl,
      preset: details.preset,
      policies: details.permissions,
      isActive: true,
    });
    expect(membersOf(await peer.members(id))).toEqual(ourMembersOf(details));
    // The row of one's own joining is one's own; every later one is the same for all, with the same id.
    const theirs = (await peer.groupUpdates(id)).slice(1);
    const ours = updates.slice(updates.length - theirs.length);
    expect(theirs.map(withoutId)).toEqual(ours.map(withoutId));
    const idsOf = (rows: readonly PeerGroupUpdate[]) =>
      rows.filter(namesOne).map(({ messageId }) => messageId);
    expect(idsOf(theirs)).toEqual(idsOf(ours));
  }
  const undecryptable = (await us.listMessages(id, { limit: 500 })).filter(
    ({ kind }) => kind === 'undecryptable',
  );
  expect(undecryptable).toEqual([]);
  return { details, updates };
}

/** Everybody writes and everybody reads it. */
async function everybodyTalks(us: Client, peers: readonly OfficialPeer[], id: string, mark: string) {
  await settle(us, peers);
  const { messageId } = await (await us.sendText(id, `${mark}, from us`)).sent;
  for (const peer of peers) await peer.sendText(id, `${mark}, from ${peer.installationId.slice(0, 8)}`);
  await settle(us, peers);
  const texts = (await us.listMessages(id)).map(({ text }) => text);
  for (const peer of peers) {
    expect(texts).toContain(`${mark}, from ${peer.installationId.slice(0, 8)}`);
    expect(await peer.messages(id)).toContainEqual(
      expect.objectContaining({ messageId, text: `${mark}, from us`, senderInboxId: us.inboxId }),
    );
    for (const other of peers) {
      const read = (await peer.messages(id)).map(({ text }) => text);
      expect(read).toContain(`${mark}, from ${other.installationId.slice(0, 8)}`);
    }
  }
}

/** Whoever loses the race three times is told so, by libxmtp and by us, and does it once more. */
async function insist(change: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await change();
      return;
    } catch (error) {
      const { message, code } = error as { message: string; code?: string };
      const isLostRace = code === 'Group.Contended' || message.includes('Sync failed to wait for intent');
      if (!isLostRace || attempt === 5) throw error;
    }
  }
}

const nothing = {
  added: [],
  removed: [],
  left: [],
  fields: [],
  adminsAdded: [],
  adminsRemoved: [],
  superAdminsAdded: [],
  superAdminsRemoved: [],
};

export function clientGroupTests(stage: Stage): void {
  test('a group of ours: every operation of ours is what the others say, too', async () => {
    const bob = await stage.newPeer();
    const carol = await stage.newPeer();
    const dave = await stage.newPeer();
    const { client: us, close } = await ourClient({ webUrl: stage.webUrl });
    const own = us.inboxId;

    const { conversation, notAddedInboxIds } = await us.createGroup({
      members: [bob.address, carol.inboxId],
      name: 'ours',
      description: 'what for',
      imageUrl: 'https://example.org/1.png',
      permissions: { addMember: 'admin', imageUrl: 'superAdmin', appData: 'deny' },
    });
    const id = conversation.conversationId;
    expect(notAddedInboxIds).toEqual([]);
    const first = await agree(us, [bob, carol], id);
    expect(first.details).toMatchObject({ preset: 'custom', name: 'ours', ownRole: 'superAdmin' });
    expect((await bob.group(id)).addedByInboxId).toBe(own);
    expect((await bob.group(id)).policies).toMatchObject({
      addMember: 'admin',
      removeMember: 'admin',
      imageUrl: 'superAdmin',
      appData: 'deny',
      disappearing: 'admin',
    });
    await everybodyTalks(us, [bob, carol], id, 'made');

    /** The newest line is this, made by us. */
    const newest = async (peers: readonly OfficialPeer[], change: Partial<PeerGroupUpdate>) => {
      const { updates, details } = await agree(us, peers, id);
      expect(withoutId(updates.at(-1) as PeerGroupUpdate)).toEqual({ ...nothing, by: own, ...change });
      return details;
    };

    await us.updateGroup(id, { name: 'renamed', description: '', imageUrl: 'https://example.org/2.png' });
    await newest([bob, carol], {
      fields: [
        {
          name: 'group_image_url_square',
          from: 'https://example.org/1.png',
          to: 'https://example.org/2.png',
        },
      ],
    });
    expect(await bob.group(id)).toMatchObject({ name: 'renamed', description: '' });

    await us.addMembers(id, [dave.inboxId]);
    await newest([bob, carol], { added: [dave.inboxId] });
    await dave.sync();
    expect((await dave.group(id)).addedByInboxId).toBe(own);
    await everybodyTalks(us, [bob, carol, dave], id, 'added');

    await us.setAdmin(id, bob.inboxId, true);
    await newest([bob, carol, dave], { adminsAdded: [bob.inboxId] });
    await us.setSuperAdmin(id, carol.address, true);
    await newest([bob, carol, dave], { superAdminsAdded: [carol.inboxId] });
    await us.setSuperAdmin(id, carol.inboxId, false);
    await newest([bob, carol, dave], { superAdminsRemoved: [carol.inboxId] });
    await us.setAdmin(id, bob.inboxId, false);
    await newest([bob, carol, dave], { adminsRemoved: [bob.inboxId] });

    for (const [kind, policy] of [
      ['addMember', 'allow'],
      ['removeMember', 'superAdmin'],
      ['addAdmin', 'admin'],
      ['removeAdmin', 'deny'],
      ['name', 'admin'],
      ['description', 'superAdmin'],
      ['imageUrl', 'allow'],
      ['appData', 'admin'],
      ['disappearing', 'superAdmin'],
    ] as const) {
      await us.setPermission(id, kind, policy);
      await agree(us, [bob, carol, dave], id);
      expect((await carol.group(id)).policies[kind]).toBe(policy);
    }
    await expect(bob.rename(id, 'not allowed')).rejects.toThrow();
    await everybodyTalks(us, [bob, carol, dave], id, 'permissions set');

    await us.removeMembers(id, [dave.inboxId, carol.inboxId]);
    await newest([bob], { removed: [dave.inboxId, carol.inboxId].sort() });
    await carol.sync();
    await dave.sync();
    expect((await carol.group(id)).isActive).toBe(false);
    await everybodyTalks(us, [bob], id, 'removed');
    await us.addMembers(id, [carol.inboxId]);
    await carol.sync();
    expect((await carol.group(id)).isActive).toBe(true);
    await everybodyTalks(us, [bob, carol], id, 'returned');

    for (const peer of [bob, carol, dave]) await peer.close();
    await close();
  });

  test('a group of theirs: every operation of theirs is what we say, too', async () => {
    const maker = await stage.newPeer();
    const third = await stage.newPeer();
    const fourth = await stage.newPeer();
    const { client: us, close } = await ourClient({ webUrl: stage.webUrl });
    const own = us.inboxId;
    const { conversationId: id } = await maker.createGroup([third.inboxId, own], {
      name: 'theirs',
      description: 'words',
      imageUrl: 'https://example.org/their.png',
      permissions: 'adminOnly',
    });
    const { details } = await agree(us, [maker, third], id);
    expect(details).toMatchObject({
      name: 'theirs',
      description: 'words',
      imageUrl: 'https://example.org/their.png',
      preset: 'adminOnly',
      ownRole: 'member',
      addedByInboxId: maker.inboxId,
      creatorInboxId: maker.inboxId,
    });
    await expect(us.updateGroup(id, { name: 'mine' })).rejects.toMatchObject({
      code: 'Group.Refused',
      details: { reason: 'metadataDenied' },
    });
    await everybodyTalks(us, [maker, third], id, 'made');

    const newest = async (peers: readonly OfficialPeer[], change: Partial<PeerGroupUpdate>) => {
      const { updates, details: now } = await agree(us, peers, id);
      expect(withoutId(updates.at(-1) as PeerGroupUpdate)).toEqual({
        ...nothing,
        by: maker.inboxId,
        ...change,
      });
      return now;
    };
    await maker.setImageUrl(id, 'https://example.org/other.png');
    expect(
      await newest([maker, third], {
        fields: [
          {
            name: 'group_image_url_square',
            from: 'https://example.org/their.png',
            to: 'https://example.org/other.png',
          },
        ],
      }),
    ).toMatchObject({ imageUrl: 'https://example.org/other.png' });
    await maker.addMembers(id, [fourth.inboxId]);
    const withFourth = await newest([maker, third, fourth], { added: [fourth.inboxId] });
    expect(withFourth.members.find(({ inboxId }) => inboxId === fourth.inboxId)).toMatchObject({
      addedByInboxId: maker.inboxId,
      address: fourth.address,
      role: 'member',
    });
    await maker.addAdmin(id, own);
    expect(await newest([maker, third, fourth], { adminsAdded: [own] })).toMatchObject({ ownRole: 'admin' });
    // What an admin may: ours to do now.
    await us.updateGroup(id, { name: 'by us, an admin' });
    await us.removeMembers(id, [fourth.address]);
    await agree(us, [maker, third], id);
    await maker.addSuperAdmin(id, own);
    expect(await newest([maker, third], { superAdminsAdded: [own] })).toMatchObject({
      ownRole: 'superAdmin',
    });
    await us.setPermission(id, 'name', 'allow');
    await us.setAdmin(id, third.inboxId, true);
    expect((await agree(us, [maker, third], id)).details).toMatchObject({ preset: 'custom' });
    await maker.removeSuperAdmin(id, own);
    await maker.removeAdmin(id, own);
    expect(await newest([maker, third], { adminsRemoved: [own] })).toMatchObject({ ownRole: 'member' });
    await expect(us.setAdmin(id, third.inboxId, false)).rejects.toMatchObject({ code: 'Group.Refused' });
    // PermissionUpdateType, PermissionPolicy, MetadataField of the SDKs.
    for (const [kind, type, field] of [
      ['addMember', 0],
      ['removeMember', 1],
      ['addAdmin', 2],
      ['removeAdmin', 3],
      ['appData', 4, 0],
      ['description', 4, 1],
      ['imageUrl', 4, 3],
      ['disappearing', 4, 5],
    ] as const) {
      for (const [policy, number] of [
        ['superAdmin', 3],
        ['admin', 2],
      ] as const) {
        await maker.updatePermission(id, type, number, field);
        expect((await agree(us, [maker, third], id)).details.permissions[kind]).toBe(policy);
      }
    }
    // PermissionUpdateType.UpdateMetadata, PermissionPolicy.Deny, MetadataField.GroupName
    await maker.updatePermission(id, 4, 1, 2);
    expect((await agree(us, [maker, third], id)).details.permissions.name).toBe('deny');
    await everybodyTalks(us, [maker, third], id, 'all done');
    for (const peer of [maker, third, fourth]) await peer.close();
    await close();
  });

  test('leaving, both ways; a super admin has to be made a member first', async () => {
    const bob = await stage.newPeer();
    const carol = await stage.newPeer();
    const { client: us, close } = await ourClient({ webUrl: stage.webUrl });
    const { conversation } = await us.createGroup({ members: [bob.inboxId, carol.inboxId], name: 'leaving' });
    const id = conversation.conversationId;
    await everybodyTalks(us, [bob, carol], id, 'made');

    await carol.leave(id);
    await settle(us, [bob, carol]);
    const { updates, details } = await agree(us, [bob], id);
    expect(withoutId(updates.at(-1) as PeerGroupUpdate)).toEqual({
      ...nothing,
      by: us.inboxId,
      left: [carol.inboxId],
    });
    expect(details.members.map(({ inboxId }) => inboxId).sort()).toEqual([us.inboxId, bob.inboxId].sort());
    await carol.sync();
    expect((await carol.group(id)).isActive).toBe(false);

    await expect(us.leaveGroup(id)).rejects.toMatchObject({
      code: 'Group.Refused',
      details: { reason: 'superAdminLeaves' },
    });
    await us.setSuperAdmin(id, bob.inboxId, true);
    await settle(us, [bob]);
    await us.setSuperAdmin(id, us.inboxId, false);
    await settle(us, [bob]);
    await us.leaveGroup(id);
    await us.syncAll();
    expect(await us.groupDetails(id)).toMatchObject({ ownRole: 'member', isLeaving: true });
    await expect
      .poll(
        async () => {
          await bob.sync();
          await us.syncAll();
          return (await us.getConversation(id))?.isActive;
        },
        { timeout: 30_000, interval: 300 },
      )
      .toBe(false);
    await bob.sync();
    const last = (await bob.groupUpdates(id)).at(-1) as PeerGroupUpdate;
    expect(withoutId(last)).toEqual({ ...nothing, by: bob.inboxId, left: [us.inboxId] });
    expect((await ourGroupUpdates(us, id)).at(-1)).toEqual(last);
    await expect(us.updateGroup(id, { name: 'too late' })).rejects.toMatchObject({
      code: 'Conversation.Inactive',
    });
    for (const peer of [bob, carol]) await peer.close();
    await close();
  });

  test('changes at the same time from all sides: the node orders them, and everybody ends at the same', async () => {
    const bob = await stage.newPeer();
    const carol = await stage.newPeer();
    const dave = await stage.newPeer();
    const erin = await stage.newPeer();
    const { client: us, close } = await ourClient({ webUrl: stage.webUrl });
    const { conversation } = await us.createGroup({ members: [bob.inboxId, carol.inboxId] });
    const id = conversation.conversationId;
    await everybodyTalks(us, [bob, carol], id, 'made');
    for (let round = 0; round < 3; round += 1) {
      const isSecond = round === 1;
      await Promise.all([
        insist(() => us.updateGroup(id, { name: `ours ${round}` })),
        insist(() => bob.setDescription(id, `bob's ${round}`)),
        insist(() =>
          isSecond ? us.addMembers(id, [dave.inboxId]) : us.setAdmin(id, bob.inboxId, round === 0),
        ),
        insist(() =>
          isSecond
            ? carol.addMembers(id, [erin.inboxId])
            : carol.setImageUrl(id, `https://c.example/${round}`),
        ),
      ]);
      const peers = round === 0 ? [bob, carol] : [bob, carol, dave, erin];
      const { details } = await agree(us, peers, id);
      expect(details).toMatchObject({ name: `ours ${round}`, description: `bob's ${round}` });
      expect(details.members).toHaveLength(round === 0 ? 3 : 5);
    }
    await everybodyTalks(us, [bob, carol, dave, erin], id, 'after the races');
    for (const peer of [bob, carol, dave, erin]) await peer.close();
    await close();
  });

  test('a group that asks for a version above all of ours is paused for us as for them; nothing else is', async () => {
    const network = new WireNetwork(stage.webUrl);
    const maker = await network.newMember();
    const bob = await stage.newPeer();
    const { client: us, close } = await ourClient({ webUrl: stage.webUrl });
    const inboxIds = [maker.own.inboxId, bob.inboxId, us.inboxId];
    await network.exchange({ inboxIds });
    const id = maker.create(
      groupConfig({ creatorInboxId: maker.own.inboxId, random: webRandom, name: 'modern' }),
    );
    const exchange = async () => {
      await network.exchange({ inboxIds, groupIds: [id], topics: [maker.installationId] });
      maker.sync(id);
      await network.exchange({});
      await settle(us, [bob]);
    };
    await maker.changeMembers(id, { add: inboxIds.slice(1) });
    await exchange();
    await everybodyTalks(us, [bob], id, 'made');
    await exchange();
    const { extensions } = maker.group(id).state.groupContext;
    const floored = withAttribute(extensions, 'minimum_supported_protocol_version', '99.0.0');
    maker.commit(id, [{ kind: 'groupContextExtensions', extensions: floored }]);
    await exchange();

    expect((await bob.group(id)).pausedForVersion).toBe('99.0.0');
    expect(await us.groupDetails(id)).toMatchObject({ pausedForVersion: '99.0.0', maybeForked: false });
    await expect(us.sendText(id, 'too old')).rejects.toMatchObject({ code: 'Conversation.Paused' });
    await expect(us.updateGroup(id, { name: 'too old' })).rejects.toMatchObject({
      code: 'Conversation.Paused',
      details: { version: '99.0.0' },
    });
    await expect(us.leaveGroup(id)).rejects.toMatchObject({ code: 'Conversation.Paused' });
    await expect(bob.rename(id, 'too old')).rejects.toThrow();
    const { conversation } = await us.createGroup({ members: [bob.inboxId] });
    await everybodyTalks(us, [bob], conversation.conversationId, 'elsewhere');
    await bob.close();
    await close();
  });
}
