import { expect, test } from 'vitest';
import { bytesToHex } from '../../src/core/bytes/hex.ts';
import { dmGroupConfig, groupConfig } from '../../src/core/group/groupConfig.ts';
import {
  membershipExtension,
  readMembership,
  replaceExtension,
} from '../../src/core/group/groupContextExtensions.ts';
import { adminOnlyPolicies } from '../../src/core/group/policyPresets.ts';
import { changeAdmins, changeAttributes, changePolicies } from '../../src/core/group/settingsChange.ts';
import { epochAuthenticator } from '../../src/core/mls/exporter.ts';
import { type MemoryMember, MemoryNetwork } from '../support/memoryXmtp.ts';
import { seededRandom } from '../support/seededRandom.ts';

const inboxes = {
  alice: 'a1'.repeat(32),
  bob: 'b0'.repeat(32),
  carol: 'c4'.repeat(32),
  dave: 'd4'.repeat(32),
};
const random = seededRandom('scenario');

const setUp = () => {
  const network = new MemoryNetwork();
  const member = (inboxId: string, name: string) => network.newMember(inboxId, name);
  return {
    network,
    member,
    alice: member(inboxes.alice, 'alice'),
    bob: member(inboxes.bob, 'bob'),
    carol: member(inboxes.carol, 'carol'),
  };
};
const extensionsOf = (member: MemoryMember, groupId: string) =>
  member.group(groupId).state.groupContext.extensions;
const syncAll = (groupId: string, ...members: readonly MemoryMember[]) => {
  for (const member of members) {
    member.syncWelcomes();
    if (member.hasGroup(groupId)) member.sync(groupId);
  }
};
const inStep = (groupId: string, ...members: readonly MemoryMember[]) =>
  new Set(members.map((member) => bytesToHex(epochAuthenticator(member.group(groupId).state)))).size === 1;

test('a DM from its creation to messages both ways', async () => {
  const { alice, bob } = setUp();
  const config = dmGroupConfig({ creatorInboxId: inboxes.alice, peerInboxId: inboxes.bob, random });
  const dm = alice.create(config);
  expect(await alice.changeMembers(dm, { add: [inboxes.bob] })).toBe('commit');
  expect(bob.syncWelcomes()).toEqual([]);
  alice.sync(dm);
  expect(alice.group(dm).verdicts).toMatchObject([
    { kind: 'valid', changes: { addedInboxIds: [inboxes.bob] } },
  ]);

  expect(bob.syncWelcomes()).toEqual(['joined']);
  expect(bob.view(dm)).toMatchObject({
    kind: 'dm',
    dmPeerInboxId: inboxes.alice,
    dmId: config.dmId,
    permissions: 'dm',
    memberInboxIds: [inboxes.alice, inboxes.bob],
  });
  alice.send(dm, 'hello bob');
  bob.sync(dm);
  // Everyone who joined commits once before the first message.
  bob.commit(dm, []);
  bob.sync(dm);
  bob.send(dm, 'hello alice');
  syncAll(dm, alice, bob);
  expect(bob.group(dm).texts).toEqual(['hello bob']);
  expect(alice.group(dm).texts).toEqual(['hello alice']);
  expect(inStep(dm, alice, bob)).toBe(true);
});

test('nobody is added to a DM, and it has no admins', async () => {
  const { alice, bob } = setUp();
  const dm = alice.create(dmGroupConfig({ creatorInboxId: inboxes.alice, peerInboxId: inboxes.bob, random }));
  await alice.changeMembers(dm, { add: [inboxes.bob] });
  syncAll(dm, alice, bob);
  expect(await bob.changeMembers(dm, { add: [inboxes.carol] })).toBe('addMemberDenied');
  expect(await bob.changeMembers(dm, { remove: [inboxes.alice] })).toBe('removeMemberDenied');
  const extensions = extensionsOf(bob, dm);
  const change = changeAdmins({
    extensions,
    actorInboxId: inboxes.bob,
    action: 'addSuperAdmin',
    inboxId: inboxes.bob,
  });
  expect(change).toEqual({ kind: 'refused', reason: 'superAdminChangeDenied' });
});

const groupOfThree = async () => {
  const setting = setUp();
  const { alice, bob, carol } = setting;
  const groupId = alice.create(groupConfig({ creatorInboxId: inboxes.alice, name: 'tea', random }));
  expect(await alice.changeMembers(groupId, { add: [inboxes.bob, inboxes.carol] })).toBe('commit');
  syncAll(groupId, alice, bob, carol);
  return { ...setting, groupId };
};

test('a group of three: rename, roles, permissions, removal and return', async () => {
  const { alice, bob, carol, groupId, network } = await groupOfThree();
  expect(carol.view(groupId)).toMatchObject({
    name: 'tea',
    permissions: 'allMembers',
    superAdminInboxIds: [inboxes.alice],
  });
  const rename = (member: MemoryMember, name: string) =>
    member.changeSettings(
      groupId,
      changeAttributes({
        extensions: extensionsOf(member, groupId),
        actorInboxId: member.own.inboxId,
        attributes: new Map([['group_name', name]]),
      }),
    );
  expect(rename(carol, 'coffee')).toBe('commit');
  syncAll(groupId, carol, alice, bob);
  expect([alice, bob, carol].map((member) => member.view(groupId).name)).toEqual([
    'coffee',
    'coffee',
    'coffee',
  ]);

  const role = (
    member: MemoryMember,
    action: Parameters<typeof changeAdmins>[0]['action'],
    inboxId: string,
  ) =>
    member.changeSettings(
      groupId,
      changeAdmins({
        extensions: extensionsOf(member, groupId),
        actorInboxId: member.own.inboxId,
        action,
        inboxId,
      }),
    );
  expect(role(bob, 'addAdmin', inboxes.bob)).toBe('addAdminDenied');
  expect(role(alice, 'addAdmin', inboxes.bob)).toBe('commit');
  syncAll(groupId, alice, bob, carol);
  expect(carol.view(groupId).adminInboxIds).toEqual([inboxes.bob]);
  expect(carol.group(groupId).verdicts.at(-1)).toMatchObject({ changes: { adminsAdded: [inboxes.bob] } });

  const strict = changePolicies({
    extensions: extensionsOf(alice, groupId),
    actorInboxId: inboxes.alice,
    policies: adminOnlyPolicies,
  });
  expect(alice.changeSettings(groupId, strict)).toBe('commit');
  syncAll(groupId, alice, bob, carol);
  expect(carol.view(groupId).permissions).toBe('adminOnly');
  expect(rename(carol, 'milk')).toBe('metadataDenied');
  network.setInstallations(inboxes.dave, ['dd'.repeat(32)]);
  expect(await carol.changeMembers(groupId, { add: [inboxes.dave] })).toBe('addMemberDenied');

  expect(await bob.changeMembers(groupId, { remove: [inboxes.carol] })).toBe('commit');
  syncAll(groupId, bob, alice, carol);
  expect(carol.group(groupId).state.status).toBe('removed');
  bob.send(groupId, 'without carol');
  syncAll(groupId, alice, carol);
  expect(carol.group(groupId).texts).toEqual([]);
  expect(alice.group(groupId).texts).toEqual(['without carol']);

  expect(await bob.changeMembers(groupId, { add: [inboxes.carol] })).toBe('commit');
  syncAll(groupId, bob, alice, carol);
  expect(carol.group(groupId).state.status).toBe('active');
  bob.send(groupId, 'carol is back');
  syncAll(groupId, alice, bob, carol);
  expect(carol.group(groupId).texts).toEqual(['carol is back']);
  expect(inStep(groupId, alice, bob, carol)).toBe(true);
  expect(network.messages(groupId, 0n).length).toBeGreaterThan(6);
});

test('a commit that XMTP refuses changes nobody, its author included', async () => {
  const { alice, bob, carol, groupId } = await groupOfThree();
  const extensions = extensionsOf(bob, groupId);
  const { members } = readMembership(extensions);
  // Bob throws out the super admin, which RFC 9420 has nothing against.
  const without = new Map([...members].filter(([inboxId]) => inboxId !== inboxes.alice));
  const membership = membershipExtension({ members: without, failedInstallationIds: [] });
  bob.commit(groupId, [
    { kind: 'remove', removed: 0 },
    { kind: 'groupContextExtensions', extensions: replaceExtension(extensions, membership) },
  ]);
  syncAll(groupId, alice, bob, carol);
  for (const member of [alice, bob, carol]) {
    expect(member.group(groupId).verdicts.at(-1)?.kind).toBe('invalid');
    expect(member.group(groupId).state.status).toBe('active');
  }
  expect(inStep(groupId, alice, bob, carol)).toBe(true);
  carol.send(groupId, 'still here');
  syncAll(groupId, alice, bob, carol);
  expect(alice.group(groupId).texts).toEqual(['still here']);
});

test('the second of two commits in one epoch is lost and made again', async () => {
  const { alice, bob, carol, groupId } = await groupOfThree();
  bob.commit(groupId, []);
  carol.commit(groupId, []);
  syncAll(groupId, alice, bob, carol);
  expect(inStep(groupId, alice, bob, carol)).toBe(true);
  carol.commit(groupId, []);
  syncAll(groupId, alice, bob, carol);
  expect(inStep(groupId, alice, bob, carol)).toBe(true);
  expect(carol.group(groupId).verdicts.filter(({ kind }) => kind === 'valid')).toHaveLength(2);
});

test('a new installation of a member follows, a revoked one goes', async () => {
  const { alice, bob, carol, groupId, member, network } = await groupOfThree();
  const phone = member(inboxes.carol, 'carol phone');
  expect(await bob.changeMembers(groupId)).toBe('commit');
  syncAll(groupId, bob, alice, carol, phone);
  expect(phone.view(groupId).memberInboxIds).toHaveLength(3);
  expect(alice.group(groupId).verdicts.at(-1)).toMatchObject({
    kind: 'valid',
    changes: { addedInboxIds: [], installationsChanged: true },
  });
  bob.send(groupId, 'hello phone');
  syncAll(groupId, phone, carol, alice, bob);
  expect(phone.group(groupId).texts).toEqual(['hello phone']);
  expect(await bob.changeMembers(groupId)).toBe('unchanged');

  network.revoke(inboxes.carol, phone.installationId);
  expect(await phone.changeMembers(groupId)).toBe('removesSelf');
  expect(await alice.changeMembers(groupId)).toBe('commit');
  syncAll(groupId, alice, bob, carol, phone);
  expect(phone.group(groupId).state.status).toBe('removed');
  expect(inStep(groupId, alice, bob, carol)).toBe(true);
});

test('three installations at once get pointers to one welcome', async () => {
  const { alice, bob, member } = setUp();
  const devices = [bob, member(inboxes.bob, 'bob 2'), member(inboxes.bob, 'bob 3')];
  const dm = alice.create(dmGroupConfig({ creatorInboxId: inboxes.alice, peerInboxId: inboxes.bob, random }));
  await alice.changeMembers(dm, { add: [inboxes.bob] });
  alice.sync(dm);
  for (const device of devices) expect(device.syncWelcomes()).toEqual(['joined']);
  alice.send(dm, 'to all of you');
  for (const device of devices) {
    device.sync(dm);
    expect(device.group(dm).texts).toEqual(['to all of you']);
  }
});

test('an installation without a usable key package is left out and can still be removed', async () => {
  const { alice, bob, carol, network, groupId } = await groupOfThree();
  const ghost = 'ee'.repeat(32);
  network.setInstallations(inboxes.dave, [ghost]);
  expect(await alice.changeMembers(groupId, { add: [inboxes.dave] })).toBe('noUsableKeyPackage');

  const dave = network.newMember(inboxes.dave, 'dave');
  expect(await alice.changeMembers(groupId, { add: [inboxes.dave] })).toBe('commit');
  syncAll(groupId, alice, bob, carol, dave);
  expect(dave.view(groupId).memberInboxIds).toHaveLength(4);
  expect(readMembership(extensionsOf(dave, groupId)).failedInstallationIds).toEqual([ghost]);
  expect(await alice.changeMembers(groupId, { remove: [inboxes.dave] })).toBe('commit');
  syncAll(groupId, alice, bob, carol, dave);
  expect(dave.group(groupId).state.status).toBe('removed');
  expect(inStep(groupId, alice, bob, carol)).toBe(true);
});
