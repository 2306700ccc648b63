import { expect, test } from 'vitest';
import type { ConversationView } from '../../bridge/conversationView.ts';
import type { MessageView } from '../../bridge/messageView.ts';
import type { ThreadPatch } from '../../bridge/threadView.ts';
import { createThreadModel } from './threadModel.ts';
import { unsafeConversationView } from './unsafeConversationView.ts';
import { unsafeMessageView } from './unsafeMessageView.ts';
import { unsafePort } from './unsafePort.ts';

const conversationId = '0a'.repeat(16);
const idOf = (n: number) => String(n).padStart(64, '0');
const message = (n: number, change: Partial<MessageView> = {}) =>
  unsafeMessageView({ messageId: idOf(n), sentAtNs: String(n), ...change });

const fakeConversation = unsafeConversationView({ conversationId, lastActivityNs: '1' });

/** A worker that has the messages 1 to `length`, in pages of 50. */
function world(length: number, conversation: Partial<ConversationView> = {}) {
  const stored = new Map(Array.from({ length }, (_, at) => [at + 1, message(at + 1)]));
  const newest = () => Math.max(...stored.keys());
  let revision = 10;
  const newestFirst = (from: number, to: number) =>
    [...stored.values()]
      .filter(({ sentAtNs }) => Number(sentAtNs) >= from && Number(sentAtNs) <= to)
      .reverse();
  const page = (to: number) => ({ messages: newestFirst(to - 49, to), hasOlder: to - 49 > 1 });
  const around = (at: number) => ({
    messages: newestFirst(at - 24, at + 25),
    hasOlder: at - 24 > 1,
    hasNewer: at + 25 < newest(),
  });
  /** Runs before the next answer to a page. */
  let before: () => void = () => undefined;
  const once = () => {
    const run = before;
    before = () => undefined;
    run();
  };
  const port = unsafePort({
    'thread.open': () => ({
      revision,
      conversation: { ...fakeConversation, ...conversation },
      ...page(newest()),
    }),
    'thread.older': ({ beforeNs }) => {
      const answer = page(Number(beforeNs) - 1);
      once();
      return answer;
    },
    'thread.newer': ({ afterNs }) => ({
      messages: newestFirst(Number(afterNs) + 1, Number(afterNs) + 50),
      hasNewer: Number(afterNs) + 50 < newest(),
    }),
    'thread.around': (input) => around('atNs' in input ? Number(input.atNs) : Number(input.messageId)),
    'thread.close': () => ({}),
    'message.send': ({ text, replyTo }) => {
      const sent = message(newest() + 1, {
        text,
        isOwn: true,
        status: 'sending',
        ...(replyTo === undefined
          ? {}
          : { repliedTo: { messageId: replyTo, text: '', isDeleted: false, isKnown: true } }),
      });
      stored.set(newest() + 1, sent);
      return sent;
    },
  });
  const patch = (change: Partial<ThreadPatch>) => {
    revision += 1;
    port.say({
      kind: 'threadPatch',
      patch: { conversationId, baseRevision: revision - 1, revision, puts: [], removes: [], ...change },
    });
  };
  const model = createThreadModel(port, conversationId);
  const numbers = () => model.window.value?.messages.map(({ sentAtNs }) => Number(sentAtNs)) ?? [];
  return {
    model,
    port,
    stored,
    patch,
    numbers,
    ends: () => [numbers()[0], numbers().at(-1)],
    beforeNextPage: (run: () => void) => {
      before = run;
    },
    skipRevision: () => {
      revision += 1;
    },
  };
}

test('a read thread opens at its end and grows upwards', async () => {
  const { model, ends } = world(120);
  await model.open();
  expect([model.goal.value.kind, ...ends()]).toEqual(['end', 71, 120]);
  await model.loadOlder();
  await model.loadOlder();
  expect([...ends(), model.window.value?.hasOlder]).toEqual([1, 120, false]);
});

test('a thread opens at the first unread message, wherever that is', async () => {
  const near = world(120, { unreadCount: 10, readUpToNs: '110' });
  await near.model.open();
  expect([near.model.goal.value.kind, ...near.ends()]).toEqual(['unread', 71, 120]);
  expect(near.model.rows.value.find(({ newCount }) => newCount !== undefined)).toMatchObject({
    key: idOf(111),
    newCount: 10,
  });

  const far = world(120, { unreadCount: 90, readUpToNs: '30' });
  await far.model.open();
  expect([far.model.goal.value.kind, ...far.ends()]).toEqual(['unread', 6, 55]);
  expect(far.model.rows.value.find(({ newCount }) => newCount !== undefined)?.key).toBe(idOf(31));
  await far.model.loadNewer();
  await far.model.loadNewer();
  expect([...far.ends(), far.model.window.value?.hasNewer]).toEqual([6, 120, false]);
});

test('the mark stays when the messages are read', async () => {
  const { model, patch } = world(20, { unreadCount: 2, readUpToNs: '18' });
  await model.open();
  patch({ conversation: { ...fakeConversation, readUpToNs: '20' } });
  expect(model.conversation.value?.unreadCount).toBe(0);
  expect(model.rows.value.filter(({ newCount }) => newCount !== undefined)).toHaveLength(1);
});

test('one goes to a message and back to the end, without what lies between', async () => {
  const { model, ends } = world(500);
  await model.open();
  await model.goTo(idOf(100));
  expect([...ends(), model.window.value?.hasNewer]).toEqual([76, 125, true]);
  expect(model.goal.value).toEqual({ kind: 'message', messageId: idOf(100) });
  await model.goToEnd();
  expect([...ends(), model.window.value?.hasNewer, model.goal.value.kind]).toEqual([451, 500, false, 'end']);
});

test('what is sent from the midst of the thread is shown at its end', async () => {
  const { model, ends } = world(500);
  await model.open();
  await model.goTo(idOf(100));
  await model.send('an answer', idOf(100));
  expect(ends()).toEqual([452, 501]);
  expect(model.window.value?.messages.at(-1)).toMatchObject({
    text: 'an answer',
    repliedTo: { messageId: idOf(100) },
  });
});

test('an answer to sending does not undo a patch that came before it', async () => {
  const { model, patch, port, stored } = world(3);
  await model.open();
  const sending = model.send('quick');
  patch({ puts: [message(4, { isOwn: true, status: 'sent', text: 'quick' })] });
  await sending;
  expect(stored.size).toBe(4);
  expect(port.asked.filter(({ channel }) => channel === 'message.send')).toHaveLength(1);
  expect(model.window.value?.messages.at(-1)?.status).toBe('sent');
});

test('patches change, add and take out; those for elsewhere are passed over', async () => {
  const { model, patch, port, numbers } = world(3);
  await model.open();
  patch({ puts: [message(2, { text: 'changed' }), message(4)], removes: [idOf(1)] });
  expect(numbers()).toEqual([2, 3, 4]);
  expect(model.window.value?.messages[0]?.text).toBe('changed');
  port.say({
    kind: 'threadPatch',
    patch: {
      conversationId: 'f'.repeat(32),
      baseRevision: 11,
      revision: 12,
      puts: [message(9)],
      removes: [],
    },
  });
  expect(numbers()).toEqual([2, 3, 4]);
});

test('a patch that comes while a page is read is not undone by the page', async () => {
  const { model, patch, beforeNextPage } = world(120);
  await model.open();
  beforeNextPage(() => patch({ puts: [message(60, { text: 'changed' })], removes: [idOf(65)] }));
  await model.loadOlder();
  const held = model.window.value?.messages ?? [];
  expect(held.find(({ messageId }) => messageId === idOf(60))?.text).toBe('changed');
  expect(held.some(({ messageId }) => messageId === idOf(65))).toBe(false);
});

test('after a gap all that was loaded is read anew: what changed has changed, what vanished is gone', async () => {
  const { model, patch, stored, skipRevision, ends } = world(200);
  await model.open();
  await model.loadOlder();
  await model.loadOlder();
  expect(ends()).toEqual([51, 200]);
  stored.set(60, message(60, { text: 'changed' }));
  stored.delete(70);
  skipRevision();
  patch({});
  await expect
    .poll(() => model.window.value?.messages.find(({ messageId }) => messageId === idOf(60))?.text)
    .toBe('changed');
  expect(model.window.value?.messages.some(({ messageId }) => messageId === idOf(70))).toBe(false);
  expect(ends()[1]).toBe(200);
});
