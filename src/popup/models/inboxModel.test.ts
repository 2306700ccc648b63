import { expect, test } from 'vitest';
import type { ConversationView } from '../../bridge/conversationView.ts';
import { createInboxModel } from './inboxModel.ts';
import { unsafeConversationView } from './unsafeConversationView.ts';
import { unsafePort } from './unsafePort.ts';

const idOf = (n: number) => n.toString(16).padStart(32, '0');

const view = (n: number, change: Partial<ConversationView> = {}) =>
  unsafeConversationView({ conversationId: idOf(n), lastActivityNs: String(1_000 + n), ...change });

/** A worker with conversations 0 to `count` - 1, the last being the newest. */
function setUp(count: number) {
  const all = new Map(Array.from({ length: count }, (_, n) => [idOf(n), view(n)]));
  const newest = () => [...all.values()].sort((a, b) => Number(b.lastActivityNs) - Number(a.lastActivityNs));
  const below = (ns: string) => newest().filter(({ lastActivityNs }) => Number(lastActivityNs) < Number(ns));
  let revision = 0;
  const port = unsafePort({
    'inbox.subscribe': () => {
      revision += 1;
      const conversations = newest().slice(0, 60);
      const olderThanNs = conversations.at(-1)?.lastActivityNs ?? '0';
      const pinned = below(olderThanNs).filter(({ isPinned }) => isPinned);
      return {
        revision,
        conversations: [...conversations, ...pinned],
        olderThanNs,
        hasOlder: all.size > 60,
      };
    },
    'inbox.older': ({ beforeNs }) => ({
      conversations: below(beforeNs).slice(0, 100),
      hasOlder: below(beforeNs).length > 100,
    }),
    'conversation.setPreferences': ({ conversationId, isPinned = false }) => {
      const changed = { ...view(0), ...all.get(conversationId), isPinned };
      all.set(conversationId, changed);
      return changed;
    },
  });
  const pauses: (() => void)[] = [];
  const model = createInboxModel(port, () => new Promise((resolve) => pauses.push(resolve)));
  /** Lets the model go on until it waits again. */
  const goOn = async () => {
    for (const resolve of pauses.splice(0)) resolve();
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const put = (n: number, change: Partial<ConversationView>) => {
    const conversation = view(n, change);
    all.set(idOf(n), conversation);
    const baseRevision = revision;
    revision += 1;
    port.say({ kind: 'inboxPatch', patch: { baseRevision, revision, puts: [conversation], removes: [] } });
  };
  const ids = () =>
    model.conversations.value?.map(({ conversationId }) => Number.parseInt(conversationId, 16));
  return { model, all, port, goOn, put, ids };
}

const countdown = (from: number) => Array.from({ length: from }, (_, n) => from - 1 - n);

test('the first page stands at once, the rest comes by itself, each once and in order', async () => {
  const { model, goOn, ids } = setUp(1_000);
  await model.subscribe();
  expect(ids()).toEqual(countdown(1_000).slice(0, 60));
  for (let turn = 0; turn < 12; turn += 1) await goOn();
  expect(model.hasOlder.value).toBe(false);
  expect(ids()).toEqual(countdown(1_000));
});

test('beyond two thousand, only what is scrolled to', async () => {
  const { model, goOn, ids } = setUp(2_500);
  await model.subscribe();
  for (let turn = 0; turn < 40; turn += 1) await goOn();
  expect(ids()?.length).toBeLessThan(2_200);
  expect(model.hasOlder.value).toBe(true);
  const before = ids()?.length ?? 0;
  await model.loadOlder();
  expect(ids()?.length).toBe(before + 100);
});

test('a pinned one of long ago does not make a hole in the list', async () => {
  const { model, all, goOn, ids } = setUp(300);
  all.set(idOf(3), view(3, { isPinned: true }));
  await model.subscribe();
  expect(ids()).toEqual([...countdown(300).slice(0, 60), 3]);
  for (let turn = 0; turn < 6; turn += 1) await goOn();
  expect(ids()).toEqual(countdown(300));
});

test('a change that came while a page was read is not undone by the page', async () => {
  const { model, all, goOn, put } = setUp(100);
  await model.subscribe();
  put(5, { unreadCount: 7 });
  // The page still has it as it was.
  all.set(idOf(5), view(5));
  await goOn();
  expect(
    model.conversations.value?.find(({ conversationId }) => conversationId === idOf(5))?.unreadCount,
  ).toBe(7);
});

test('after a gap the list is read anew, also what was loaded before', async () => {
  const { model, all, port, goOn, ids } = setUp(100);
  await model.subscribe();
  await goOn();
  all.set(idOf(5), view(5, { unreadCount: 7 }));
  port.say({ kind: 'inboxPatch', patch: { baseRevision: 98, revision: 99, puts: [], removes: [] } });
  await goOn();
  expect(ids()).toEqual(countdown(100));
  await goOn();
  expect(
    model.conversations.value?.find(({ conversationId }) => conversationId === idOf(5))?.unreadCount,
  ).toBe(7);
});

test('what the person does is shown by the answer', async () => {
  const { model } = setUp(3);
  await model.subscribe();
  await model.setPreferences(idOf(1), { isPinned: true });
  expect(model.conversations.value?.filter(({ isPinned }) => isPinned)).toHaveLength(1);
});

test('nothing is left after a lock, nor comes late', async () => {
  const { model, goOn } = setUp(300);
  await model.subscribe();
  model.clear();
  await goOn();
  expect(model.conversations.value).toBeUndefined();
});
