import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SearchResult } from '../../bridge/searchView.ts';
import { createInboxSearchModel } from './inboxSearchModel.ts';
import { unsafePort } from './unsafePort.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hit = (n: number): SearchResult['messages'][number] => ({
  conversationId: '0a'.repeat(16),
  messageId: n.toString(16).padStart(64, '0'),
  senderInboxId: '0b'.repeat(32),
  isOwn: false,
  sentAtNs: String(1_000 - n),
  snippet: `hit ${n}`,
  marks: [{ start: 0, end: 3 }],
});

function setUp() {
  const asked: { query: string; beforeNs?: string }[] = [];
  const world = { hits: [hit(1)], done: 10, total: 10, hasMore: false, delayMs: 0 };
  const port = unsafePort({
    'search.query': async ({ query, beforeNs }) => {
      asked.push({ query, ...(beforeNs === undefined ? {} : { beforeNs }) });
      const { hits, done, total, hasMore, delayMs } = world;
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      return { conversations: [], messages: hits, about: [], hasMore, indexed: { done, total } };
    },
  });
  const model = createInboxSearchModel(port);
  model.open();
  return { asked, world, port, model };
}

test('typing asks once, for what is there at the end', async () => {
  const { asked, model } = setUp();
  for (const query of ['h', 'he', 'hel', 'hello ']) {
    model.ask(query);
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(model.isWaiting.value).toBe(true);
  await vi.advanceTimersByTimeAsync(200);
  expect(asked).toEqual([{ query: 'hello' }]);
  expect(model.isWaiting.value).toBe(false);
  expect(model.result.value?.messages).toHaveLength(1);
});

test('an answer that comes after the next question is not shown', async () => {
  const { world, model } = setUp();
  world.delayMs = 500;
  model.ask('old');
  await vi.advanceTimersByTimeAsync(200);
  world.delayMs = 0;
  world.hits = [hit(2), hit(3)];
  model.ask('new');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(model.result.value?.messages.map(({ snippet }) => snippet)).toEqual(['hit 2', 'hit 3']);
});

test('while older messages are taken in it asks again, then no more', async () => {
  const { asked, world, model } = setUp();
  world.done = 3;
  model.ask('word');
  await vi.advanceTimersByTimeAsync(150);
  expect(asked).toHaveLength(1);
  world.done = 10;
  world.hits = [hit(1), hit(2)];
  await vi.advanceTimersByTimeAsync(500);
  expect(model.result.value?.messages).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toHaveLength(2);
});

test('the next page is added, and a change elsewhere does not take it away', async () => {
  const { asked, world, port, model } = setUp();
  world.hasMore = true;
  model.ask('word');
  await vi.advanceTimersByTimeAsync(150);
  world.hits = [hit(2)];
  world.hasMore = false;
  await model.loadMore();
  expect(asked.at(-1)).toEqual({ query: 'word', beforeNs: '999' });
  expect(model.result.value?.messages).toHaveLength(2);
  port.say({ kind: 'inboxPatch', patch: { baseRevision: 1, revision: 2, puts: [], removes: [] } });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(model.result.value?.messages).toHaveLength(2);
});

test('a message that comes is found without being asked for again', async () => {
  const { world, port, model } = setUp();
  model.ask('word');
  await vi.advanceTimersByTimeAsync(150);
  world.hits = [hit(0), hit(1)];
  port.say({ kind: 'inboxPatch', patch: { baseRevision: 1, revision: 2, puts: [], removes: [] } });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(model.result.value?.messages).toHaveLength(2);
});

test('closed or emptied, nothing of it is left', async () => {
  const { asked, model } = setUp();
  model.ask('word');
  await vi.advanceTimersByTimeAsync(150);
  model.ask(' ');
  expect(model.result.value).toBeUndefined();
  model.ask('word');
  model.close();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toHaveLength(1);
  expect(model.query.value).toBeUndefined();
});
