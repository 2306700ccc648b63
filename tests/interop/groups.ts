/** The story of a group of three that an official client makes and changes; after each change we read and write. */
import { expect, test } from 'vitest';
import { ourClient } from '../support/ourClient.ts';
import type { Stage } from './directMessages.ts';

export function groupTests(stage: Stage): void {
  test('a group of three: rename, add, remove, admins, our removal and our return', async () => {
    const maker = await stage.newPeer();
    const third = await stage.newPeer();
    const fourth = await stage.newPeer();
    const us = await ourClient({ webUrl: stage.webUrl });
    const own = us.client.inboxId;
    const { conversationId } = await maker.createGroup([third.inboxId, own], { name: 'three' });
    await us.client.syncAll();

    const group = async () => {
      const found = await us.client.getConversation(conversationId);
      if (found === undefined) throw new Error('we do not have the group');
      return found;
    };
    let turn = 0;
    /** Each of `members` says something that all the others, and we, read; we say something that all read. */
    const everybodyTalks = async (after: string, members = [maker, third]) => {
      turn += 1;
      for (const member of members) {
        await member.sync();
        const text = `${turn} ${after}, from ${member.installationId.slice(0, 6)}`;
        await member.sendText(conversationId, text);
        await us.client.syncAll();
        const [newest] = (await us.client.listMessages(conversationId)).filter(
          ({ kind }) => kind !== 'groupUpdate',
        );
        expect(newest).toMatchObject({ text, senderInboxId: member.inboxId, kind: 'content' });
      }
      const text = `${turn} ${after}, from us`;
      const { sent } = await us.client.sendText(conversationId, text);
      const { messageId } = await sent;
      for (const member of members) {
        await member.sync();
        expect(await member.messages(conversationId)).toContainEqual(
          expect.objectContaining({ messageId, text, senderInboxId: own }),
        );
      }
    };

    expect(await group()).toMatchObject({ kind: 'group', name: 'three', isActive: true });
    expect([...(await group()).memberInboxIds].sort()).toEqual([maker.inboxId, third.inboxId, own].sort());
    await everybodyTalks('made');

    await maker.rename(conversationId, 'still three');
    await us.client.syncAll();
    expect((await group()).name).toBe('still three');
    await everybodyTalks('renamed');

    await maker.setDescription(conversationId, 'A description.');
    await everybodyTalks('described');

    await maker.addMembers(conversationId, [fourth.inboxId]);
    await us.client.syncAll();
    expect((await group()).memberInboxIds).toContain(fourth.inboxId);
    await everybodyTalks('added', [maker, third, fourth]);

    await maker.removeMembers(conversationId, [fourth.inboxId]);
    await us.client.syncAll();
    expect((await group()).memberInboxIds).not.toContain(fourth.inboxId);
    await everybodyTalks('removed');

    await maker.addAdmin(conversationId, third.inboxId);
    await everybodyTalks('admin made');
    await third.rename(conversationId, 'by the admin');
    await us.client.syncAll();
    expect((await group()).name).toBe('by the admin');
    await maker.removeAdmin(conversationId, third.inboxId);
    await everybodyTalks('admin unmade');
    await maker.addSuperAdmin(conversationId, own);
    await everybodyTalks('we are super admin');
    await maker.removeSuperAdmin(conversationId, own);
    await everybodyTalks('we are not');
    // PermissionUpdateType.AddMember, PermissionPolicy.Admin
    await maker.updatePermission(conversationId, 0, 2);
    await everybodyTalks('permission changed');

    await maker.removeMembers(conversationId, [own]);
    await us.client.syncAll();
    expect((await group()).isActive).toBe(false);
    await expect(us.client.sendText(conversationId, 'too late')).rejects.toMatchObject({
      code: 'Conversation.Inactive',
    });
    await third.sync();
    await third.sendText(conversationId, 'while we were out');

    await maker.addMembers(conversationId, [own]);
    await us.client.syncAll();
    expect((await group()).isActive).toBe(true);
    await everybodyTalks('returned');
    const texts = (await us.client.listMessages(conversationId)).map(({ text }) => text);
    expect(texts.some((text) => text.startsWith('1 made'))).toBe(true);
    expect(texts).not.toContain('while we were out');

    const everything = await us.client.listMessages(conversationId, { limit: 1000 });
    expect(everything.filter(({ kind }) => kind === 'undecryptable')).toEqual([]);
    await us.close();
    for (const peer of [maker, third, fourth]) await peer.close();
  });
}
