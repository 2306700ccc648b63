import { expect, test } from 'vitest';
import { unsafeMemoryArea } from '../platform/unsafeMemoryArea.ts';
import { fakeConversation, unsafeFakeClient } from '../session/unsafeFakeClient.ts';
import { createMissedAlerts } from './createMissedAlerts.ts';

function clientWith(allowed: number, unknown: number) {
  const client = unsafeFakeClient();
  client.conversations.set('a', fakeConversation({ consent: 'allowed', unreadCount: allowed }));
  client.conversations.set('b', fakeConversation({ consent: 'unknown', unreadCount: unknown }));
  return client;
}

test.each([
  ['what was counted is not missed', clientWith(2, 1), { allowed: false, unknown: false }],
  ['one more of someone known is', clientWith(3, 1), { allowed: true, unknown: false }],
  ['one more of a stranger is', clientWith(2, 2), { allowed: false, unknown: true }],
  ['fewer were read elsewhere', clientWith(0, 0), { allowed: false, unknown: false }],
])('%s', async (_, client, missed) => {
  const memory = unsafeMemoryArea();
  await createMissedAlerts(memory).counted({ allowed: 2, unknown: 1 });
  // The next life of the worker.
  expect(await createMissedAlerts(memory).check(client)).toEqual(missed);
});

test('a new browser session misses nothing', async () => {
  const missed = await createMissedAlerts(unsafeMemoryArea()).check(clientWith(5, 5));
  expect(missed).toEqual({ allowed: false, unknown: false });
});
