/** Messages that vanish, between our client and one on an official SDK: who sets it, what each side says, what is gone. */
import { expect, test } from 'vitest';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';
import type { Stage } from './directMessages.ts';

const hour = { fromNs: 1n, inNs: 3_600_000_000_000n };

interface Scene {
  readonly us: OurClient;
  readonly peer: OfficialPeer;
  readonly id: string;
}

async function dm(stage: Stage): Promise<Scene> {
  const peer = await stage.newPeer();
  const us = await ourClient({ webUrl: stage.webUrl });
  const { conversationId } = await peer.dm(us.client.inboxId);
  await peer.sendText(conversationId, 'hello');
  await us.client.syncAll();
  await (await us.client.sendText(conversationId, 'hello')).sent;
  await peer.sync();
  return { us, peer, id: conversationId };
}

const ours = async ({ us, id }: Scene) => (await us.client.getConversation(id))?.disappearing;

const expiries = async ({ us, peer, id }: Scene, text: string) => {
  await us.client.syncAll();
  await peer.sync();
  const here = (await us.client.listMessages(id)).find((message) => message.text === text);
  const there = (await peer.messages(id)).find((message) => message.text === text);
  expect(here?.messageId).toBe(there?.messageId);
  return { here: here?.expiresAtNs, there: there?.expiresAtNs, messageId: here?.messageId ?? '' };
};

async function say({ us, id }: Scene, text: string): Promise<void> {
  await (await us.client.sendText(id, text)).sent;
}

export function disappearingTests(stage: Stage): void {
  test('either side of a DM sets it and takes it back, and both say the same', async () => {
    const scene = await dm(stage);
    const { us, peer, id } = scene;
    expect(await peer.disappearing(id)).toMatchObject({ isOn: false });
    await us.client.setDisappearing(id, hour);
    await peer.sync();
    expect(await peer.disappearing(id)).toEqual({ isOn: true, ...hour });

    await say(scene, 'ours');
    await peer.sendText(id, 'theirs');
    for (const text of ['ours', 'theirs']) {
      const { here = 0n, there = 0n } = await expiries(scene, text);
      // Each counts from when it has read the message: a minute is far more than this test takes between the two.
      expect(here - there < 60_000_000_000n && there - here < 60_000_000_000n).toBe(true);
      expect(here).toBeGreaterThan(BigInt(Date.now()) * 1_000_000n + hour.inNs - 120_000_000_000n);
    }

    await peer.setDisappearing(id, undefined);
    await us.client.syncAll();
    expect(await ours(scene)).toBeUndefined();
    await say(scene, 'stays');
    expect(await expiries(scene, 'stays')).toMatchObject({ here: undefined, there: undefined });

    await peer.setDisappearing(id, { fromNs: 5n, inNs: 7_000_000_000_000n });
    await us.client.syncAll();
    expect(await ours(scene)).toEqual({ fromNs: 5n, inNs: 7_000_000_000_000n });
    await us.client.setDisappearing(id, undefined);
    await peer.sync();
    expect(await peer.disappearing(id)).toMatchObject({ isOn: false });
    await us.close();
    await peer.close();
  });

  test('a message goes on both sides, and nothing else does', async () => {
    const scene = await dm(stage);
    const { us, peer, id } = scene;
    us.client.start();
    await peer.setDisappearing(id, { fromNs: 1n, inNs: 1_500_000_000n });
    await us.client.syncAll();
    await peer.sendText(id, 'one moment');
    await say(scene, 'and another');
    const isGone = async (): Promise<boolean> => {
      await us.client.syncAll();
      await peer.sync();
      const here = (await us.client.listMessages(id)).map(({ text }) => text);
      const there = (await peer.messages(id)).map(({ text }) => text);
      return [...here, ...there].every((text) => text !== 'one moment' && text !== 'and another');
    };
    while (!(await isGone())) await new Promise((resolve) => setTimeout(resolve, 200));
    expect(us.events.filter(({ kind }) => kind === 'messageRemoved')).toHaveLength(2);
    const texts = (await us.client.listMessages(id)).map(({ text }) => text);
    expect(texts.filter((text) => text === 'hello')).toHaveLength(2);
    expect(await us.client.getConversation(id)).toMatchObject({ lastMessage: { text: 'hello' } });
    await us.close();
    await peer.close();
  });

  test('in a group the one who may sets it for all', async () => {
    const peer = await stage.newPeer();
    const us = await ourClient({ webUrl: stage.webUrl });
    const { conversation } = await us.client.createGroup({ members: [peer.inboxId], name: 'short' });
    const scene = { us, peer, id: conversation.conversationId };
    await us.client.setDisappearing(scene.id, hour);
    await peer.sync();
    expect(await peer.disappearing(scene.id)).toEqual({ isOn: true, ...hour });
    await expect(peer.setDisappearing(scene.id, undefined)).rejects.toThrow();
    await peer.sendText(scene.id, 'from a member');
    expect((await expiries(scene, 'from a member')).here).toBeDefined();

    const theirs = await peer.createGroup([us.client.inboxId], { name: 'theirs' });
    await peer.setDisappearing(theirs.conversationId, hour);
    await us.client.syncAll();
    expect(await ours({ ...scene, id: theirs.conversationId })).toEqual(hour);
    await expect(us.client.setDisappearing(theirs.conversationId, undefined)).rejects.toMatchObject({
      code: 'Group.Refused',
    });
    await us.close();
    await peer.close();
  });
}
