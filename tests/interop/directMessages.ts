/** The story of DMs between our client and one on an official SDK; run against each SDK. */
import { expect, test } from 'vitest';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';

export interface Stage {
  readonly webUrl: string;
  /** A new official client each time. */
  newPeer(): Promise<OfficialPeer>;
}

/** What both sides hold of a conversation: id, sender and text of its application messages, oldest first. */
async function bothSides(us: OurClient, ourId: string, peer: OfficialPeer, peerId: string) {
  await us.client.syncAll();
  await peer.sync();
  const ours = (await us.client.listMessages(ourId))
    .filter(({ kind }) => kind === 'content')
    .map(({ messageId, senderInboxId, text }) => ({ messageId, senderInboxId, text }))
    .reverse();
  const theirs = (await peer.messages(peerId))
    .filter(({ kind }) => kind === 'application')
    .map(({ messageId, senderInboxId, text }) => ({ messageId, senderInboxId, text }));
  return { ours, theirs };
}

async function send(us: OurClient, conversationId: string, text: string): Promise<string> {
  const { sent } = await us.client.sendText(conversationId, text);
  return (await sent).messageId;
}

export function directMessageTests(stage: Stage): void {
  test('they write first, we answer, both hold the same messages', async () => {
    const peer = await stage.newPeer();
    const us = await ourClient({ webUrl: stage.webUrl });
    const dm = await peer.dm(us.client.inboxId);
    const first = await peer.sendText(dm.conversationId, 'hello from them');

    await us.client.syncAll();
    const [conversation] = await us.client.listConversations();
    if (conversation === undefined) throw new Error('we have no conversation');
    expect(conversation).toMatchObject({
      kind: 'dm',
      peerInboxId: peer.inboxId,
      conversationId: dm.conversationId,
      isActive: true,
    });

    const second = await send(us, conversation.conversationId, 'hello from us');
    const third = await peer.sendText(dm.conversationId, 'and again');
    const { ours, theirs } = await bothSides(us, conversation.conversationId, peer, dm.conversationId);
    expect(ours.map(({ messageId }) => messageId)).toEqual([first, second, third]);
    expect(ours).toEqual(theirs);
    await us.close();
    await peer.close();
  });

  test('we write first, they answer, both hold the same messages', async () => {
    const peer = await stage.newPeer();
    const us = await ourClient({ webUrl: stage.webUrl });
    const { conversationId } = await us.client.openDm(peer.address);
    const first = await send(us, conversationId, 'we begin');

    await peer.sync();
    const [theirConversation] = await peer.conversations();
    if (theirConversation === undefined) throw new Error('they have no conversation');
    expect(theirConversation).toMatchObject({ kind: 'dm', peerInboxId: us.client.inboxId, isActive: true });
    const second = await peer.sendText(theirConversation.conversationId, 'they answer');
    const { ours, theirs } = await bothSides(us, conversationId, peer, theirConversation.conversationId);
    expect(ours.map(({ messageId }) => messageId)).toEqual([first, second]);
    expect(ours).toEqual(theirs);
    await us.close();
    await peer.close();
  });

  test('both stream: each message arrives once on the other side', async () => {
    const peer = await stage.newPeer();
    const us = await ourClient({ webUrl: stage.webUrl });
    us.client.start();
    await peer.startEcho();
    const { conversationId } = await us.client.openDm(peer.inboxId);
    for (const text of ['one', 'two', 'three']) {
      await send(us, conversationId, text);
      const answer = await us.waitForMessage((message) => message.text === `echo: ${text}`);
      expect(answer).toMatchObject({ senderInboxId: peer.inboxId, conversationId });
    }
    const news = us.events.filter((event) => event.kind === 'message' && event.isNew && !event.message.isOwn);
    expect(news.map((event) => (event.kind === 'message' ? event.message.text : ''))).toEqual([
      'echo: one',
      'echo: two',
      'echo: three',
    ]);
    await us.close();
    await peer.close();
  });

  test('both make the DM before either knows: it is one conversation with all messages', async () => {
    const peer = await stage.newPeer();
    const us = await ourClient({ webUrl: stage.webUrl });
    const [ours, theirs] = [await us.client.openDm(peer.inboxId), await peer.dm(us.client.inboxId)];
    await send(us, ours.conversationId, 'in ours');
    await peer.sendText(theirs.conversationId, 'in theirs');
    await us.client.syncAll();
    await peer.sync();

    expect(await us.client.listConversations()).toHaveLength(1);
    const inOurs = async () => (await us.client.listMessages(ours.conversationId)).map(({ text }) => text);
    expect(await inOurs()).toEqual(expect.arrayContaining(['in ours', 'in theirs']));
    // Whichever of the two groups each side goes on with, the other reads it there.
    await send(us, ours.conversationId, 'we go on');
    await peer.sync();
    const known = await peer.dm(us.client.inboxId);
    await peer.sendText(known.conversationId, 'they go on');
    await us.client.syncAll();
    expect(await inOurs()).toEqual(expect.arrayContaining(['we go on', 'they go on']));
    const theirTexts = (await peer.messages(known.conversationId)).map(({ text }) => text);
    expect(theirTexts).toEqual(expect.arrayContaining(['in ours', 'in theirs', 'we go on', 'they go on']));
    await us.close();
    await peer.close();
  });

  test('a type that is not known here is shown by its fallback, and the next text still comes', async () => {
    const peer = await stage.newPeer();
    const us = await ourClient({ webUrl: stage.webUrl });
    const dm = await peer.dm(us.client.inboxId);
    await peer.sendEncoded(dm.conversationId, {
      authorityId: 'example.org',
      typeId: 'dance',
      versionMajor: 1,
      versionMinor: 0,
      fallback: 'They danced.',
      content: new Uint8Array([1, 2, 3]),
    });
    await peer.sendText(dm.conversationId, 'did you see?');
    await us.client.syncAll();
    const messages = await us.client.listMessages(dm.conversationId);
    expect(
      messages.filter(({ kind }) => kind === 'content').map(({ contentType, text }) => [contentType, text]),
    ).toEqual([
      ['xmtp.org/text:1.0', 'did you see?'],
      ['example.org/dance:1.0', 'They danced.'],
    ]);
    await us.close();
    await peer.close();
  });

  test('a store that was closed is opened again and goes on where it was', async () => {
    const peer = await stage.newPeer();
    const before = await ourClient({ webUrl: stage.webUrl });
    const { conversationId } = await before.client.openDm(peer.inboxId);
    await send(before, conversationId, 'before');
    await before.close({ keep: true });
    await peer.sync();
    const dm = await peer.dm(before.client.inboxId);
    await peer.sendText(dm.conversationId, 'while you were away');

    const after = await ourClient({ ...before, webUrl: stage.webUrl });
    expect(after.client.installationId).toBe(before.client.installationId);
    await send(after, conversationId, 'after');
    const { ours, theirs } = await bothSides(after, conversationId, peer, dm.conversationId);
    expect(ours.map(({ text }) => text)).toEqual(['before', 'while you were away', 'after']);
    expect(ours).toEqual(theirs);
    await after.close();
    await peer.close();
  });
}
