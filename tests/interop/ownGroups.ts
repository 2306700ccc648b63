import { expect, test } from 'vitest';
import { webRandom } from '../../src/core/crypto/random.ts';
import { groupConfig } from '../../src/core/group/groupConfig.ts';
import { readMembership } from '../../src/core/group/groupContextExtensions.ts';
import { adminOnlyPolicies } from '../../src/core/group/policyPresets.ts';
import {
  type AdminAction,
  changeAdmins,
  changeAttributes,
  changePolicies,
} from '../../src/core/group/settingsChange.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { WireNetwork } from '../support/wireNetwork.ts';
import type { Stage } from './directMessages.ts';

/** Groups that we make and change, read by libxmtp: every commit of ours has to pass its validation. */
export function ownGroupTests(stage: Stage): void {
  test('we make a group, change everything about it, and everybody stays in step', async () => {
    const network = new WireNetwork(stage.webUrl);
    const us = await network.newMember();
    const own = us.own.inboxId;
    const bob = await stage.newPeer();
    const carol = await stage.newPeer();
    const inboxIds = [own, bob.inboxId, carol.inboxId];
    await network.exchange({ inboxIds });
    const group = us.create(groupConfig({ creatorInboxId: own, random: webRandom, name: 'ours' }));

    const settle = async (peers: readonly OfficialPeer[]) => {
      await network.exchange({ inboxIds, groupIds: [group], topics: [us.installationId] });
      us.syncWelcomes();
      us.sync(group);
      await network.exchange({});
      for (const peer of peers) await peer.sync();
    };
    let turn = 0;
    /** A text from us reaches all peers, one from each peer reaches us. */
    const everybodyTalks = async (peers: readonly OfficialPeer[]) => {
      turn += 1;
      us.send(group, `${turn} from us`);
      await settle(peers);
      for (const peer of peers) {
        const messages = await peer.messages(group);
        expect(messages.at(-1)).toMatchObject({ text: `${turn} from us`, senderInboxId: own });
      }
      for (const peer of peers) {
        await peer.sendText(group, `${turn} from ${peer.inboxId.slice(0, 4)}`);
        for (const other of peers) await other.sync();
        await settle([]);
        expect(us.group(group).texts.at(-1)).toContain(`${turn} from ${peer.inboxId.slice(0, 4)}`);
      }
      expect(us.group(group).texts).not.toContain('(undecryptable)');
    };

    expect(await us.changeMembers(group, { add: [bob.inboxId, carol.inboxId] })).toBe('commit');
    await settle([bob, carol]);
    expect((await bob.conversations()).map(({ conversationId, name }) => ({ conversationId, name }))).toEqual(
      [{ conversationId: group, name: 'ours' }],
    );
    expect((await carol.members(group)).map(({ inboxId }) => inboxId).sort()).toEqual([...inboxIds].sort());
    await everybodyTalks([bob, carol]);

    const rename = (name: string) =>
      us.changeSettings(
        group,
        changeAttributes({
          extensions: us.group(group).state.groupContext.extensions,
          actorInboxId: own,
          attributes: new Map([['group_name', name]]),
        }),
      );
    expect(rename('renamed by us')).toBe('commit');
    await settle([bob, carol]);
    expect((await bob.conversations())[0]?.name).toBe('renamed by us');
    await everybodyTalks([bob, carol]);

    const role = (action: AdminAction, inboxId: string) =>
      us.changeSettings(
        group,
        changeAdmins({
          extensions: us.group(group).state.groupContext.extensions,
          actorInboxId: own,
          action,
          inboxId,
        }),
      );
    for (const [action, expected] of [
      ['addAdmin', 'admin'],
      ['addSuperAdmin', 'superAdmin'],
      ['removeSuperAdmin', 'admin'],
      ['removeAdmin', 'member'],
    ] as const) {
      expect(role(action, bob.inboxId)).toBe('commit');
      await settle([bob, carol]);
      expect((await carol.members(group)).find(({ inboxId }) => inboxId === bob.inboxId)?.role).toBe(
        expected,
      );
    }
    await everybodyTalks([bob, carol]);

    const strict = changePolicies({
      extensions: us.group(group).state.groupContext.extensions,
      actorInboxId: own,
      policies: adminOnlyPolicies,
    });
    expect(us.changeSettings(group, strict)).toBe('commit');
    await settle([bob, carol]);
    await expect(carol.rename(group, 'not allowed')).rejects.toThrow();
    await everybodyTalks([bob, carol]);
    expect(us.view(group)).toMatchObject({ name: 'renamed by us', permissions: 'adminOnly' });

    expect(await us.changeMembers(group, { remove: [carol.inboxId] })).toBe('commit');
    await settle([bob, carol]);
    expect((await carol.conversations())[0]?.isActive).toBe(false);
    await everybodyTalks([bob]);
    expect(await us.changeMembers(group, { add: [carol.inboxId] })).toBe('commit');
    await settle([bob, carol]);
    expect((await carol.conversations())[0]?.isActive).toBe(true);
    await everybodyTalks([bob, carol]);

    // libxmtp publishes a change that its own rules forbid; then everyone, its author included, refuses the commit.
    const refused = us.group(group).verdicts.filter(({ kind }) => kind !== 'valid');
    expect(refused).toEqual([{ kind: 'invalid', reason: 'metadataDenied' }]);
    for (const peer of [bob, carol]) await peer.close();
  });

  test('a member with an installation that cannot be added comes and goes', async () => {
    const network = new WireNetwork(stage.webUrl);
    const [us, other] = [await network.newMember(), await network.newMember()];
    const own = us.own.inboxId;
    const ghost = await network.addGhost(other.own.inboxId);
    const bob = await stage.newPeer();
    const inboxIds = [own, other.own.inboxId, bob.inboxId];
    await network.exchange({ inboxIds });
    const group = us.create(groupConfig({ creatorInboxId: own, random: webRandom }));
    const settle = async () => {
      for (let round = 0; round < 2; round += 1) {
        await network.exchange({
          inboxIds,
          groupIds: [group],
          topics: [us.installationId, other.installationId],
        });
        other.syncWelcomes();
        for (const member of [us, other]) if (member.hasGroup(group)) member.sync(group);
      }
      await bob.sync();
    };
    expect(await us.changeMembers(group, { add: inboxIds.slice(1) })).toBe('commit');
    await settle();
    const { extensions } = other.group(group).state.groupContext;
    expect(readMembership(extensions).failedInstallationIds).toEqual([ghost]);

    expect(await us.changeMembers(group, { remove: [other.own.inboxId] })).toBe('commit');
    await settle();
    expect(other.group(group).state.status).toBe('removed');
    expect((await bob.members(group)).map(({ inboxId }) => inboxId).sort()).toEqual(
      [own, bob.inboxId].sort(),
    );
    await bob.sendText(group, 'the two of us');
    await settle();
    expect(us.group(group).texts).toEqual(['the two of us']);
    await bob.close();
  });
}
