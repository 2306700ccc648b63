import { expect, test } from 'vitest';
import { unsafeMemoryArea } from '../platform/unsafeMemoryArea.ts';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import { createWindowHub } from '../port/createWindowHub.ts';
import {
  fakeConversationId as conversationId,
  fakeConversation,
  fakeMessage,
  unsafeFakeClient,
} from '../session/unsafeFakeClient.ts';
import { createDraftKeeper } from './createDraftKeeper.ts';
import { createSendOnce } from './createSendOnce.ts';
import { threadProcedures } from './threadProcedures.ts';

const idOf = (n: number) => n.toString(16).padStart(64, '0');

/** A thread of messages 1 to `length`, sent at the nanosecond of their number. */
function world(length: number) {
  const client = unsafeFakeClient();
  client.conversations.set(conversationId, fakeConversation());
  for (let n = 1; n <= length; n += 1) {
    client.messages.set(idOf(n), fakeMessage({ messageId: idOf(n), sentAtNs: BigInt(n) }));
  }
  const procedures = threadProcedures({
    client: async () => client,
    sendOnce: createSendOnce(unsafeMemoryArea(), logger),
    drafts: createDraftKeeper({ client: async () => client, delayMs: 0, logger }),
    clock: { nowMs: () => 1_000 },
    logger,
  });
  const window = createWindowHub().add({ path: '/popup.html', send: () => undefined });
  return { client, procedures, window };
}

const numbers = (page: { readonly messages: readonly { readonly sentAtNs: string }[] }) =>
  page.messages.map(({ sentAtNs }) => Number(sentAtNs));

test('a thread is read from its end, upwards to its beginning', async () => {
  const { procedures, window } = world(120);
  const snapshot = await procedures['thread.open']({ conversationId }, window);
  expect([numbers(snapshot)[0], numbers(snapshot).at(-1), snapshot.hasOlder]).toEqual([120, 71, true]);
  const second = await procedures['thread.older']({ conversationId, beforeNs: '71' }, window);
  expect([numbers(second)[0], numbers(second).at(-1), second.hasOlder]).toEqual([70, 21, true]);
  const third = await procedures['thread.older']({ conversationId, beforeNs: '21' }, window);
  expect([numbers(third).length, third.hasOlder]).toEqual([20, false]);
});

test('and downwards to its end', async () => {
  const { procedures, window } = world(120);
  const first = await procedures['thread.newer']({ conversationId, afterNs: '30' }, window);
  expect([numbers(first)[0], numbers(first).at(-1), first.hasNewer]).toEqual([80, 31, true]);
  const second = await procedures['thread.newer']({ conversationId, afterNs: '80' }, window);
  expect([numbers(second)[0], numbers(second).at(-1), second.hasNewer]).toEqual([120, 81, false]);
});

test('a message is given with both of its sides, and so is a moment', async () => {
  const { procedures, window } = world(120);
  const around = await procedures['thread.around']({ conversationId, messageId: idOf(60) }, window);
  expect(numbers(around)).toEqual(Array.from({ length: 50 }, (_, at) => 85 - at));
  expect(around).toMatchObject({ hasOlder: true, hasNewer: true });
  expect(await procedures['thread.around']({ conversationId, atNs: '60' }, window)).toEqual(around);
  const end = await procedures['thread.around']({ conversationId, messageId: idOf(120) }, window);
  expect(end).toMatchObject({ hasOlder: true, hasNewer: false });
});

test('a message of another conversation is not found in this one', async () => {
  const { client, procedures, window } = world(3);
  client.messages.set(idOf(9), fakeMessage({ messageId: idOf(9), conversationId: 'f'.repeat(32) }));
  for (const messageId of [idOf(8), idOf(9)]) {
    await expect(procedures['thread.around']({ conversationId, messageId }, window)).rejects.toMatchObject({
      code: 'Message.Unknown',
    });
  }
});

test('a draft is kept', async () => {
  const { client, procedures, window } = world(1);
  await procedures['thread.setDraft']({ conversationId, text: 'half a' }, window);
  const { conversation } = await procedures['thread.open']({ conversationId }, window);
  expect(conversation.draft).toBe('half a');
  expect((await client.getConversation(conversationId))?.draft).toBe('half a');
});

test('disappearing begins now and can be ended', async () => {
  const { client, procedures, window } = world(1);
  await procedures['thread.setDisappearing']({ conversationId, inNs: '60' }, window);
  expect((await client.getConversation(conversationId))?.disappearing).toEqual({
    fromNs: 1_000_000_000n,
    inNs: 60n,
  });
  await procedures['thread.setDisappearing']({ conversationId }, window);
  expect((await client.getConversation(conversationId))?.disappearing).toBeUndefined();
});

test('only a question is answered with a choice, and with one of its own', async () => {
  const { client, procedures, window } = world(1);
  const actions = [{ id: 'no', label: 'No' }];
  client.messages.set(
    idOf(9),
    fakeMessage({ messageId: idOf(9), content: { kind: 'actions', id: 'q', description: 'Well?', actions } }),
  );
  await expect(
    procedures['message.intent']({ messageId: idOf(9), actionId: 'yes' }, window),
  ).rejects.toMatchObject({ code: 'Message.Unknown' });
  await expect(
    procedures['message.intent']({ messageId: idOf(1), actionId: 'yes' }, window),
  ).rejects.toMatchObject({ code: 'Message.Unknown' });
});
