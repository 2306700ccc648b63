import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import {
  fakeConversationId as conversationId,
  fakeConversation,
  unsafeFakeClient,
} from '../session/unsafeFakeClient.ts';
import { createDraftKeeper } from './createDraftKeeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function world() {
  const client = unsafeFakeClient();
  client.conversations.set(conversationId, fakeConversation());
  const drafts = createDraftKeeper({ client: async () => client, delayMs: 500, logger });
  const stored = async () => (await client.getConversation(conversationId))?.draft;
  return { client, drafts, stored };
}

test('many keys are one write, after the last of them', async () => {
  const { client, drafts, stored } = world();
  for (const text of ['h', 'he', 'hel']) {
    drafts.write(conversationId, text);
    await vi.advanceTimersByTimeAsync(400);
  }
  expect(client.calls).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(client.calls).toEqual(['setPreferences']);
  expect(await stored()).toBe('hel');
});

test('whoever opens the thread reads what was written last', async () => {
  const { drafts, stored } = world();
  drafts.write(conversationId, 'half');
  await drafts.settle(conversationId);
  expect(await stored()).toBe('half');
  drafts.write(conversationId, '');
  await drafts.settle(conversationId);
  expect(await stored()).toBe('');
  await drafts.settle(conversationId);
});

test('a draft of a conversation that is gone is no failure', async () => {
  const { client, drafts } = world();
  client.conversations.clear();
  drafts.write(conversationId, 'half');
  await drafts.settle(conversationId);
});
