import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import { fakeConversation, fakeConversationId, unsafeFakeClient } from '../session/unsafeFakeClient.ts';
import { createBadge } from './createBadge.ts';
import { arrivalBadge, type BadgeFace } from './unreadBadge.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const client = unsafeFakeClient();
  client.conversations.set(fakeConversationId, fakeConversation({ unreadCount: 2 }));
  const painted: BadgeFace[] = [];
  const badge = createBadge({
    client: async () => client,
    paint: (face) => painted.push(face),
    onCounted: () => undefined,
    delayMs: 250,
    nowMs: Date.now,
    logger,
  });
  return { client, painted, badge };
}

test('many changes are one count', async () => {
  const { painted, badge } = setUp();
  for (let n = 0; n < 20; n += 1) badge.schedule();
  await vi.advanceTimersByTimeAsync(300);
  expect(painted.map(({ text }) => text)).toEqual(['2']);
});

test('a count that was under way does not paint over what is shown since', async () => {
  const { painted, badge } = setUp();
  badge.schedule();
  await vi.advanceTimersByTimeAsync(100);
  badge.show(arrivalBadge);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(painted).toEqual([arrivalBadge]);
});

test('when a mute ends, what came meanwhile counts', async () => {
  const { painted, badge } = setUp();
  const endMs = Date.now() + 3_600_000;
  for (let n = 0; n < 5; n += 1) badge.scheduleAt(endMs);
  await vi.advanceTimersByTimeAsync(3_599_999);
  expect(painted).toEqual([]);
  await vi.advanceTimersByTimeAsync(300);
  expect(painted.map(({ text }) => text)).toEqual(['2']);
  badge.scheduleAt(endMs);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(painted).toHaveLength(1);
});
