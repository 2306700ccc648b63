import { expect, test } from 'vitest';
import type { MessageBody, OutboxBody } from '../records.ts';
import { unsafeMemoryDatabase } from '../storage/memory/unsafeMemoryDatabase.ts';
import { requeueFailed } from './outboxRows.ts';
import type { Session } from './session.ts';

const groupId = 'c0'.repeat(16);
const messageId = 'ab'.repeat(32);

async function failed(more: Partial<MessageBody>) {
  const database = unsafeMemoryDatabase();
  const session = { database, events: { emit: () => undefined } } as unknown as Session;
  const content = new Uint8Array([1]);
  const message: MessageBody = {
    groupId,
    senderInboxId: 'a1'.repeat(32),
    sentAtNs: 1n,
    kind: 'content',
    status: 'failed',
    content,
    ...more,
  };
  const outbox: OutboxBody = {
    content,
    idempotencyKey: '1',
    shouldPush: true,
    createdMs: 1,
    payloads: [],
    state: 'failed',
    attempts: 1,
  };
  const order = '1'.padStart(20, '0');
  const clear = { conversationId: groupId, order };
  await database.commit([
    { kind: 'put', table: 'messages', record: { key: messageId, clear, body: message } },
    { kind: 'put', table: 'outbox', record: { key: messageId, clear: { groupId, order }, body: outbox } },
  ]);
  const stateOf = async () => (await database.get('outbox', messageId))?.body.state;
  return { session, stateOf };
}

test('a failed message goes back into the queue', async () => {
  const { session, stateOf } = await failed({});
  expect(await requeueFailed(session, messageId)).toBe(true);
  expect(await stateOf()).toBe('queued');
});

test('what was deleted for everyone is not sent after that', async () => {
  const { session, stateOf } = await failed({
    deletion: { byInboxId: 'a1'.repeat(32), isPending: false },
    content: new Uint8Array(0),
  });
  expect(await requeueFailed(session, messageId)).toBe(false);
  expect(await stateOf()).toBe('failed');
});
