import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppEvent } from '../../bridge/appEvent.ts';
import {
  fakeConversation,
  fakeConversationId,
  fakeMessage,
  unsafeFakeClient,
} from '../session/unsafeFakeClient.ts';
import { createInboxFeed } from './createInboxFeed.ts';
import { createPinned } from './createPinned.ts';
import { createThreadFeed } from './createThreadFeed.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const idOf = (n: number) => n.toString(16).padStart(32, '0');

function inboxWorld() {
  const client = unsafeFakeClient();
  const sent: AppEvent[] = [];
  const pinned = createPinned();
  const feed = createInboxFeed({ send: (event) => sent.push(event), delayMs: 50, pinned: pinned.of });
  client.on(pinned.note);
  client.on(feed.note);
  const patches = () => sent.flatMap((event) => (event.kind === 'inboxPatch' ? [event.patch] : []));
  const change = (n: number, unreadCount: number) =>
    client.say({
      kind: 'conversation',
      conversation: fakeConversation({ conversationId: idOf(n), unreadCount }),
      isNew: false,
    });
  return { client, feed, patches, change };
}

test('nothing is sent before a window subscribes, nor after it stopped', async () => {
  const { client, feed, patches, change } = inboxWorld();
  change(1, 1);
  await feed.snapshot(client);
  feed.stop();
  change(1, 2);
  await vi.runAllTimersAsync();
  expect(patches()).toEqual([]);
});

test('many changes become one patch with the newest state of each', async () => {
  const { client, feed, patches, change } = inboxWorld();
  const { revision } = await feed.snapshot(client);
  for (let n = 1; n <= 30; n += 1) change(n % 3, n);
  await vi.runAllTimersAsync();
  expect(patches()).toHaveLength(1);
  const [patch] = patches();
  expect(patch).toMatchObject({ baseRevision: revision, revision: revision + 1, removes: [] });
  expect(patch?.puts.map(({ unreadCount }) => unreadCount).sort()).toEqual([28, 29, 30]);
});

test('patches follow on each other without a gap, and a large change is split', async () => {
  const { client, feed, patches, change } = inboxWorld();
  let held = (await feed.snapshot(client)).revision;
  for (let n = 0; n < 250; n += 1) change(n, 1);
  await vi.runAllTimersAsync();
  expect(patches().map(({ puts }) => puts.length)).toEqual([100, 100, 50]);
  for (const patch of patches()) {
    expect(patch.baseRevision).toBe(held);
    held = patch.revision;
  }
});

test('a change during the reading of a snapshot comes after it, on top of it', async () => {
  const { client, feed, patches, change } = inboxWorld();
  change(1, 1);
  const reading = feed.snapshot(client);
  change(1, 2);
  const { revision } = await reading;
  expect(patches()).toEqual([]);
  await vi.runAllTimersAsync();
  expect(patches()).toMatchObject([{ baseRevision: revision, puts: [{ unreadCount: 2 }] }]);
});

test('a snapshot is the newest page, and what is pinned beyond it', async () => {
  const { client, feed } = inboxWorld();
  for (let n = 0; n < 180; n += 1) {
    const conversation = fakeConversation({ conversationId: idOf(n), isPinned: n === 150 });
    client.conversations.set(idOf(n), conversation);
  }
  // The first look is at the newest only: which others are pinned is not known yet.
  expect(await feed.snapshot(client)).toMatchObject({ hasOlder: true, conversations: { length: 30 } });
  await vi.runAllTimersAsync();
  const first = fakeConversation({ conversationId: idOf(170), isPinned: true });
  client.say({ kind: 'conversation', conversation: first, isNew: false });
  const { conversations } = await feed.snapshot(client);
  expect(conversations.slice(30).map(({ conversationId }) => conversationId)).toEqual([idOf(150), idOf(170)]);
});

test('a conversation that is gone is removed', async () => {
  const { client, feed, patches, change } = inboxWorld();
  await feed.snapshot(client);
  change(1, 1);
  client.conversations.delete(idOf(1));
  await vi.runAllTimersAsync();
  expect(patches()).toMatchObject([{ puts: [], removes: [idOf(1)] }]);
});

function threadWorld() {
  const client = unsafeFakeClient();
  client.conversations.set(fakeConversationId, fakeConversation());
  const sent: AppEvent[] = [];
  const feed = createThreadFeed(fakeConversationId, { send: (event) => sent.push(event), delayMs: 50 });
  client.on(feed.note);
  return {
    client,
    feed,
    patches: () => sent.flatMap((event) => (event.kind === 'threadPatch' ? [event.patch] : [])),
  };
}

test('a thread hears of its own messages only, the last state of each', async () => {
  const { client, feed, patches } = threadWorld();
  const { revision } = await feed.snapshot(client);
  client.say({ kind: 'message', message: fakeMessage({ status: 'sending' }), isNew: true });
  client.say({ kind: 'message', message: fakeMessage({ conversationId: idOf(9) }), isNew: true });
  client.say({ kind: 'message', message: fakeMessage({ status: 'sent' }), isNew: false });
  await vi.runAllTimersAsync();
  expect(patches()).toMatchObject([
    {
      baseRevision: revision,
      puts: [{ status: 'sent' }],
      conversation: { conversationId: fakeConversationId },
    },
  ]);
  expect(patches()[0]?.puts).toHaveLength(1);
});

test('a thread that does not exist is refused and hears nothing', async () => {
  const { client, feed, patches } = threadWorld();
  client.conversations.clear();
  await expect(feed.snapshot(client)).rejects.toMatchObject({ code: 'Conversation.Unknown' });
  client.say({ kind: 'message', message: fakeMessage(), isNew: true });
  await vi.runAllTimersAsync();
  expect(patches()).toEqual([]);
});

test('a message that vanished is told as gone, and not as changed', async () => {
  const { client, feed, patches } = threadWorld();
  await feed.snapshot(client);
  client.say({ kind: 'message', message: fakeMessage(), isNew: true });
  client.say({
    kind: 'messageRemoved',
    conversationId: fakeConversationId,
    messageId: fakeMessage().messageId,
  });
  await vi.runAllTimersAsync();
  expect(patches()).toMatchObject([{ puts: [], removes: [fakeMessage().messageId] }]);
});
