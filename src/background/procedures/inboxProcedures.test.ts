import { expect, test } from 'vitest';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import type { WindowContext } from '../port/createWindowHub.ts';
import { fakeConversation, fakeConversationId, unsafeFakeClient } from '../session/unsafeFakeClient.ts';
import { inboxProcedures } from './inboxProcedures.ts';

const shop = '5e'.repeat(32);

function setUp(readReceipts: boolean) {
  const client = unsafeFakeClient();
  const procedures = inboxProcedures({
    client: async () => client,
    onSettled: () => undefined,
    settings: () => ({ readReceipts }),
    isApp: (inboxId) => inboxId === shop,
    logger,
  });
  const read = async (change: Parameters<typeof fakeConversation>[0] = {}) => {
    client.conversations.set(fakeConversationId, fakeConversation(change));
    await procedures['conversation.markRead']({ conversationId: fakeConversationId }, {} as WindowContext);
    return client.calls;
  };
  return { client, procedures, read };
}

test('who wants it known is known to have read', async () => {
  expect(await setUp(true).read()).toEqual(['markRead', 'sendReadReceipt']);
});

test.each([
  ['by default', false, {}],
  ['for a request', true, { consent: 'unknown' }],
  ['for who is blocked', true, { consent: 'denied' }],
  ['where nothing was unread', true, { unreadCount: 0 }],
  ['for a site', true, { peerInboxId: shop }],
  ['after leaving', true, { isActive: false }],
] as const)('no receipt %s', async (_, readReceipts, change) => {
  expect(await setUp(readReceipts).read(change)).toEqual(['markRead']);
});

test('no receipt for everybody in a group', async () => {
  const { client, procedures } = setUp(true);
  const { peerInboxId: _, ...group } = fakeConversation({ kind: 'group' });
  client.conversations.set(fakeConversationId, group);
  await procedures['conversation.markRead']({ conversationId: fakeConversationId }, {} as WindowContext);
  expect(client.calls).toEqual(['markRead']);
});

test('a receipt that cannot be sent does not undo the reading', async () => {
  const { client, read } = setUp(true);
  client.sendReadReceipt = async () => Promise.reject(new Error('offline'));
  expect(await read()).toEqual(['markRead']);
});

test('preferences and blocks answer with the conversation as it is then', async () => {
  const { client, procedures } = setUp(false);
  client.conversations.set(fakeConversationId, fakeConversation());
  const window = {} as WindowContext;
  const conversationId = fakeConversationId;
  expect(
    await procedures['conversation.setPreferences']({ conversationId, isPinned: true }, window),
  ).toMatchObject({ isPinned: true, isArchived: false });
  expect(await procedures['conversation.block']({ conversationId }, window)).toMatchObject({
    consent: 'denied',
  });
  await expect(
    procedures['conversation.block']({ conversationId: '0e'.repeat(16) }, window),
  ).rejects.toMatchObject({ code: 'Conversation.Unknown' });
});
