import { expect, test } from 'vitest';
import { unsafeMemoryArea } from '../platform/unsafeMemoryArea.ts';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import { fakeConversationId, fakeMessage, unsafeFakeClient } from '../session/unsafeFakeClient.ts';
import { createSendOnce } from './createSendOnce.ts';

const request = { conversationId: fakeConversationId, text: 'hello', clientRequestId: 'r-1' };

test('one request sends once, at the same time and after the worker died', async () => {
  const memory = unsafeMemoryArea();
  const client = unsafeFakeClient();
  const sendOnce = createSendOnce(memory, logger);
  const [first, second] = await Promise.all([sendOnce(client, request), sendOnce(client, request)]);
  const third = await createSendOnce(memory, logger)(client, request);
  expect(client.calls).toEqual(['sendText']);
  expect([second.messageId, third.messageId]).toEqual([first.messageId, first.messageId]);
});

test('two requests with the same text are two messages', async () => {
  const client = unsafeFakeClient();
  const sendOnce = createSendOnce(unsafeMemoryArea(), logger);
  await sendOnce(client, request);
  await sendOnce(client, { ...request, clientRequestId: 'r-2' });
  expect(client.calls).toEqual(['sendText', 'sendText']);
});

test('a reply is sent once, and names what it answers', async () => {
  const memory = unsafeMemoryArea();
  const client = unsafeFakeClient();
  const replies: unknown[] = [];
  client.sendContent = async (_, content) => {
    replies.push(content);
    const message = fakeMessage({ messageId: 'b'.repeat(64) });
    client.messages.set(message.messageId, message);
    return { message, sent: Promise.resolve(message) };
  };
  const replyTo = 'a'.repeat(64);
  await createSendOnce(memory, logger)(client, { ...request, replyTo });
  await createSendOnce(memory, logger)(client, { ...request, replyTo });
  expect(replies).toEqual([{ kind: 'reply', reference: replyTo, content: { kind: 'text', text: 'hello' } }]);
});

test('no text is kept in memory', async () => {
  const memory = unsafeMemoryArea();
  await createSendOnce(memory, logger)(unsafeFakeClient(), request);
  expect([...memory.entries.values()].join()).not.toContain('hello');
});
