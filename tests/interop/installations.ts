/** One inbox with several installations, ours among them. */
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { hexToBytes } from '../../src/core/bytes/hex.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { ourClient } from '../support/ourClient.ts';

interface Stage {
  readonly webUrl: string;
  newPeer(privateKey?: `0x${string}`): Promise<OfficialPeer>;
}

export function installationTests(stage: Stage): void {
  test('two installations of ours are one inbox: both read and write the same DM', async () => {
    const peer = await stage.newPeer();
    const one = await ourClient({ webUrl: stage.webUrl });
    const two = await ourClient({ webUrl: stage.webUrl, privateKey: one.privateKey });
    expect(two.client.inboxId).toBe(one.client.inboxId);
    expect(two.client.installationId).not.toBe(one.client.installationId);

    const dm = await peer.dm(one.client.inboxId);
    await peer.sendText(dm.conversationId, 'to both');
    for (const us of [one, two]) {
      await us.client.syncAll();
      const [conversation] = await us.client.listConversations();
      if (conversation === undefined) throw new Error('no conversation');
      expect((await us.client.listMessages(conversation.conversationId)).map(({ text }) => text)).toContain(
        'to both',
      );
    }
    const { sent } = await two.client.sendText(dm.conversationId, 'from the second');
    const { messageId } = await sent;
    await peer.sync();
    await one.client.syncAll();
    expect(await peer.messages(dm.conversationId)).toContainEqual(expect.objectContaining({ messageId }));
    expect(await one.client.listMessages(dm.conversationId)).toContainEqual(
      expect.objectContaining({ messageId, isOwn: true, text: 'from the second' }),
    );
    await one.close();
    await two.close();
    await peer.close();
  });

  test('an installation that comes later is added to the DM by the next sender', async () => {
    const peer = await stage.newPeer();
    const one = await ourClient({ webUrl: stage.webUrl });
    const { conversationId } = await one.client.openDm(peer.inboxId);
    await (await one.client.sendText(conversationId, 'alone')).sent;
    await peer.sync();
    const two = await ourClient({ webUrl: stage.webUrl, privateKey: one.privateKey });
    const dm = await peer.dm(one.client.inboxId);
    // libxmtp looks for new installations of the members at most every 5 s, counted from its last look.
    await setTimeout(5_500);
    await peer.sendText(dm.conversationId, 'now you are two');
    for (const us of [one, two]) {
      await us.client.syncAll();
      const [conversation] = await us.client.listConversations();
      const texts = (await us.client.listMessages(conversation?.conversationId ?? '')).map(
        ({ text }) => text,
      );
      expect(texts).toContain('now you are two');
      expect(texts.includes('alone')).toBe(us === one);
    }
    await one.close();
    await two.close();
    await peer.close();
  });

  test('our installation joins an inbox that an official client made, and both are reached', async () => {
    const official = await stage.newPeer();
    const us = await ourClient({ webUrl: stage.webUrl, privateKey: hexToBytes(official.privateKey) });
    expect(us.client.inboxId).toBe(official.inboxId);
    expect(await official.installations(official.inboxId)).toEqual(
      expect.arrayContaining([official.installationId, us.client.installationId]),
    );

    const other = await stage.newPeer();
    const dm = await other.dm(us.client.inboxId);
    const messageId = await other.sendText(dm.conversationId, 'to the whole inbox');
    await us.client.syncAll();
    await official.sync();
    expect(await us.client.listMessages(dm.conversationId)).toContainEqual(
      expect.objectContaining({ messageId, isOwn: false }),
    );
    expect(await official.messages(dm.conversationId)).toContainEqual(expect.objectContaining({ messageId }));
    const { sent } = await us.client.sendText(dm.conversationId, 'from our installation');
    const answer = await sent;
    await official.sync();
    expect(await official.messages(dm.conversationId)).toContainEqual(
      expect.objectContaining({ messageId: answer.messageId, senderInboxId: us.client.inboxId }),
    );
    await us.close();
    await official.close();
    await other.close();
  });
}
