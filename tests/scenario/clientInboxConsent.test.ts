/** What a person says about an inbox, and the DMs that are there already, come later, or come twice. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Client, ClientEvent } from '../../src/core/client/client.ts';
import { startNode } from '../../src/node/startNode.ts';
import { newDevice } from './clientCrash.ts';

let node: Awaited<ReturnType<typeof startNode>>;
beforeAll(async () => {
  node = await startNode();
});
afterAll(async () => {
  await node.close();
});

async function newClient(): Promise<Client> {
  const { client } = await newDevice(node.webUrl).boot();
  onTestFinished(() => client.close());
  return client;
}

const send = async (client: Client, conversationId: string, text: string): Promise<void> => {
  await (await client.sendText(conversationId, text)).sent;
};

test.each(['allowed', 'denied'] as const)('a DM of an inbox that is %s begins so', async (state) => {
  const them = await newClient();
  const device = newDevice(node.webUrl);
  const { client: first } = await device.boot();
  expect(await first.inboxConsent(them.inboxId)).toBe('unknown');
  await first.setInboxConsent(them.inboxId, state);
  expect(await first.inboxConsent(them.inboxId)).toBe(state);
  expect(await first.listConversations()).toEqual([]);
  await first.close();

  const { client: us } = await device.boot();
  onTestFinished(() => us.close());
  const { conversationId } = await them.openDm(us.inboxId);
  await send(them, conversationId, 'hello');
  await us.syncAll();
  expect(await us.findDm(them.inboxId)).toMatchObject({ conversationId, consent: state });
  expect(await us.findDm(them.address)).toMatchObject({ conversationId });
  expect(await us.countUnread()).toEqual({ allowed: state === 'allowed' ? 1 : 0, unknown: 0 });
});

test('a DM that is here changes at once, with its event', async () => {
  const them = await newClient();
  const us = await newClient();
  const { conversationId } = await them.openDm(us.inboxId);
  await send(them, conversationId, 'hello');
  await us.syncAll();
  expect(await us.inboxConsent(them.inboxId)).toBe('unknown');
  const events: ClientEvent[] = [];
  us.on((event) => events.push(event));
  await us.setInboxConsent(them.inboxId, 'denied');
  await expect
    .poll(() => events)
    .toContainEqual(
      expect.objectContaining({
        kind: 'conversation',
        isNew: false,
        conversation: expect.objectContaining({ conversationId, consent: 'denied' }),
      }),
    );
  expect(await us.inboxConsent(them.inboxId)).toBe('denied');
  await us.setInboxConsent(them.inboxId, 'allowed');
  expect((await us.getConversation(conversationId))?.consent).toBe('allowed');
});

test('of a stitched DM both groups follow, and the second one does not undo it', async () => {
  const them = await newClient();
  const us = await newClient();
  // Both open one before they hear of the other's.
  const ours = await us.openDm(them.inboxId);
  const theirs = await them.openDm(us.inboxId);
  await us.setInboxConsent(them.inboxId, 'denied');
  await send(them, theirs.conversationId, 'by the other door');
  await us.syncAll();
  const dm = await us.findDm(them.inboxId);
  expect(dm).toMatchObject({ conversationId: ours.conversationId, consent: 'denied' });
  expect(await us.getConversation(theirs.conversationId)).toMatchObject({ consent: 'denied' });
  expect((await us.listConversations()).map(({ consent }) => consent)).toEqual(['denied']);
});

test('said while the DM is being joined, it is not lost', async () => {
  for (let round = 0; round < 5; round += 1) {
    const them = await newClient();
    const us = await newClient();
    await them.openDm(us.inboxId);
    const syncing = us.syncAll();
    for (let turn = 0; turn < round * 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await us.setInboxConsent(them.inboxId, 'denied');
    await syncing;
    expect((await us.findDm(them.inboxId))?.consent).toBe('denied');
  }
});

test('that an inbox is allowed does not allow the groups it adds us to', async () => {
  const them = await newClient();
  const us = await newClient();
  await us.setInboxConsent(them.inboxId, 'allowed');
  const { conversation } = await them.createGroup({ members: [us.inboxId] });
  await us.syncAll();
  expect((await us.getConversation(conversation.conversationId))?.consent).toBe('unknown');
});

test('findDm creates nothing, and a peer that is none is said', async () => {
  const them = await newClient();
  const us = await newClient();
  expect(await us.findDm(them.inboxId)).toBeUndefined();
  expect(await us.findDm(them.address)).toBeUndefined();
  expect(await us.findDm(`0x${'0'.repeat(39)}1`)).toBeUndefined();
  await them.syncAll();
  expect(await them.listConversations()).toEqual([]);
  await expect(us.findDm('bob')).rejects.toMatchObject({ code: 'Peer.Invalid' });
  await expect(us.setInboxConsent('bob', 'denied')).rejects.toMatchObject({ code: 'Peer.Invalid' });
  await expect(us.inboxConsent(them.address)).rejects.toMatchObject({ code: 'Peer.Invalid' });
});

test('a notification is sent as a text is; an invalid one leaves nothing behind', async () => {
  const them = await newClient();
  const us = await newClient();
  const { conversationId } = await them.openDm(us.inboxId);
  const notification = { type: 'orders', title: 'Sent', body: 'Today.', url: 'https://shop.example/1' };
  await expect(them.sendNotification(conversationId, { ...notification, title: '' })).rejects.toMatchObject({
    code: 'Notification.Invalid',
    details: { field: 'title' },
  });
  const { message, sent } = await them.sendNotification(conversationId, notification);
  expect(message).toMatchObject({ status: 'sending', contentType: 'wallet-inbox/notification:1.0' });
  expect((await sent).messageId).toBe(message.messageId);
  await us.syncAll();
  const [received] = (await us.listMessages(conversationId)).filter(({ kind }) => kind === 'content');
  expect(received).toMatchObject({
    messageId: message.messageId,
    contentType: 'wallet-inbox/notification:1.0',
    text: 'Sent\n\nToday.\nhttps://shop.example/1',
    senderInboxId: them.inboxId,
  });
  expect(await us.countUnread()).toEqual({ allowed: 0, unknown: 1 });
});
