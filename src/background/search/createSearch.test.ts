import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client, Conversation, Message } from '../../core/client/client.ts';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import { fakeConversation, fakeMessage, unsafeFakeClient } from '../session/unsafeFakeClient.ts';
import { createSearch, type SearchAnswer } from './createSearch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const idOf = (n: number, bytes = 16) => n.toString(16).padStart(bytes * 2, '0');
const base = 1_700_000_000_000_000_000n;

function setUp(options: { readonly maxMessages?: number; readonly maxTokens?: number } = {}) {
  const fake = unsafeFakeClient();
  /** As the real one: newest first, pages by time. */
  const client: { -readonly [K in keyof Client]: Client[K] } = {
    ...fake,
    listConversations: async ({ limit = 100, beforeNs } = {}) =>
      [...fake.conversations.values()]
        .filter(({ lastActivityNs }) => beforeNs === undefined || lastActivityNs < beforeNs)
        .sort((a, b) => Number(b.lastActivityNs - a.lastActivityNs))
        .slice(0, limit),
    listMessages: async (id, { limit = 100, beforeNs } = {}) =>
      [...fake.messages.values()]
        .filter((each) => each.conversationId === id && (beforeNs === undefined || each.sentAtNs < beforeNs))
        .sort((a, b) => Number(b.sentAtNs - a.sentAtNs))
        .slice(0, limit),
  };
  const search = createSearch({
    client: async () => client,
    countMessages: async () => fake.messages.size,
    namesOf: ({ peerInboxId }) => (peerInboxId === idOf(7, 32) ? ['vitalik.eth'] : []),
    pause: async () => undefined,
    maxMessages: options.maxMessages ?? 1_000,
    maxTokens: options.maxTokens ?? 100_000,
    idleMs: 60_000,
    logger,
  });
  fake.on(search.note);
  let sent = 0;
  const conversation = (n: number, change: Partial<Conversation> = {}) => {
    const made = fakeConversation({
      conversationId: idOf(n),
      lastActivityNs: base + BigInt(n),
      kind: 'group',
      name: `Group ${n}`,
      ...change,
    });
    fake.conversations.set(made.conversationId, made);
    return made;
  };
  const message = (n: number, text: string, change: Partial<Message> = {}) => {
    sent += 1;
    const made = fakeMessage({
      messageId: idOf(sent, 32),
      conversationId: idOf(n),
      sentAtNs: base + BigInt(sent),
      text,
      ...change,
    });
    fake.messages.set(made.messageId, made);
    return made;
  };
  /** Asks until all is indexed. */
  const ask = async (query: string, more: { limit?: number; beforeNs?: bigint } = {}) => {
    for (;;) {
      const answer = await search.query({ query, limit: 30, ...more });
      if (answer.indexed.done === answer.indexed.total) return answer;
      await vi.advanceTimersByTimeAsync(1);
    }
  };
  return { fake, client, search, conversation, message, ask };
}

const snippets = ({ messages }: SearchAnswer) => messages.map(({ snippet }) => snippet);

test('finds all of the words, newest first, in every conversation that is not blocked', async () => {
  const { conversation, message, ask } = setUp();
  conversation(1);
  conversation(2, { consent: 'unknown' });
  conversation(3, { consent: 'denied' });
  message(1, 'an apple a day');
  message(2, 'apples every day');
  message(3, 'bad apple of the day');
  message(1, 'applesauce');
  const answer = await ask('appl da');
  expect(snippets(answer)).toEqual(['apples every day', 'an apple a day']);
  expect(answer.about.map(({ conversationId }) => conversationId)).toEqual([idOf(2), idOf(1)]);
  expect(snippets(await ask('apple'))).toEqual(['applesauce', 'apples every day', 'an apple a day']);
});

test('conversations by name, address, inbox id and other names; blocked ones not', async () => {
  const { conversation, ask } = setUp();
  conversation(1, { name: 'Climbing Crew' });
  conversation(2, { name: 'Climbing spam', consent: 'denied' });
  conversation(7, {
    kind: 'dm',
    name: '',
    peerInboxId: idOf(7, 32),
    peerAddress: '0xD8da6bf26964af9d7eed9e03e53415d37aa96045',
  });
  const ids = async (query: string) =>
    (await ask(query)).conversations.map(({ conversationId }) => conversationId);
  expect(await ids('climb')).toEqual([idOf(1)]);
  expect(await ids('0xd8dA6')).toEqual([idOf(7)]);
  expect(await ids('6045')).toEqual([idOf(7)]);
  expect(await ids('vital')).toEqual([idOf(7)]);
  expect(await ids('0x')).toEqual([]);
});

test('new, changed, deleted and expired messages are found as they are now', async () => {
  const { fake, conversation, message, ask } = setUp();
  conversation(1);
  const first = message(1, 'first draft');
  const second = message(1, 'second draft');
  expect(snippets(await ask('draft'))).toEqual(['second draft', 'first draft']);
  const third = message(1, 'third draft');
  fake.say({ kind: 'message', message: third, isNew: true });
  fake.say({ kind: 'message', message: { ...first, text: 'first and final' }, isNew: false });
  fake.say({ kind: 'message', message: { ...second, text: '', deletedBy: idOf(9, 32) }, isNew: false });
  expect(snippets(await ask('draft'))).toEqual(['third draft']);
  expect(snippets(await ask('final'))).toEqual(['first and final']);
  fake.say({ kind: 'messageRemoved', conversationId: idOf(1), messageId: third.messageId });
  expect(snippets(await ask('draft'))).toEqual([]);
});

test('what was deleted while its page was being read stays away', async () => {
  const { fake, search, conversation, message, ask } = setUp();
  conversation(1);
  const gone = message(1, 'secret plan');
  const asked = search.query({ query: 'secret', limit: 10 });
  // Between the read of the page and its indexing.
  for (let turn = 0; turn < 6; turn += 1) {
    await Promise.resolve();
    fake.say({
      kind: 'message',
      message: { ...gone, text: '', deletedBy: gone.senderInboxId },
      isNew: false,
    });
    fake.messages.set(gone.messageId, gone);
  }
  await asked;
  fake.say({ kind: 'message', message: { ...gone, text: '', deletedBy: gone.senderInboxId }, isNew: false });
  expect(snippets(await ask('secret'))).toEqual([]);
});

test('Markdown is found by its words, and shown without its signs', async () => {
  const { conversation, message, ask } = setUp();
  conversation(1);
  const text = '# The **plan**\n\n| Day | Where |\n|---|---|\n| 1 | [the hut](https://huts.example/x) |';
  message(1, text, { content: { kind: 'markdown', text } });
  expect(snippets(await ask('plan'))[0]).not.toMatch(/[*|[\]#]/u);
  expect((await ask('hut')).messages).toHaveLength(1);
});

test('a block takes a conversation out, an unblock brings it back', async () => {
  const { fake, conversation, message, ask } = setUp();
  const one = conversation(1);
  message(1, 'hello there');
  expect(snippets(await ask('hello'))).toHaveLength(1);
  fake.say({ kind: 'conversation', conversation: { ...one, consent: 'denied' }, isNew: false });
  expect((await ask('hello')).messages).toEqual([]);
  expect((await ask('group')).conversations).toEqual([]);
  fake.say({ kind: 'conversation', conversation: one, isNew: false });
  expect(snippets(await ask('hello'))).toHaveLength(1);
});

test('pages go on where the last ended', async () => {
  const { conversation, message, ask } = setUp();
  conversation(1);
  for (let n = 0; n < 75; n += 1) message(1, `note ${n}`);
  const seen: string[] = [];
  let beforeNs: bigint | undefined;
  for (let page = 0; page < 3; page += 1) {
    const answer = await ask('note', { limit: 30, ...(beforeNs === undefined ? {} : { beforeNs }) });
    seen.push(...snippets(answer));
    expect(answer.hasMore).toBe(page < 2);
    beforeNs = answer.messages.at(-1)?.sentAtNs;
  }
  expect(seen).toEqual(Array.from({ length: 75 }, (_, n) => `note ${74 - n}`));
});

test('what is older than the newest many is left out, of what comes later too', async () => {
  const { fake, conversation, message, ask } = setUp({ maxMessages: 200 });
  conversation(1);
  for (let n = 0; n < 500; n += 1) message(1, n === 0 ? 'oldest of all' : `note ${n}`);
  expect((await ask('oldest')).messages).toEqual([]);
  expect(snippets(await ask('499'))).toEqual(['note 499']);
  for (let n = 500; n < 800; n += 1)
    fake.say({ kind: 'message', message: message(1, `note ${n}`), isNew: true });
  expect((await ask('499')).messages).toEqual([]);
  expect(snippets(await ask('799'))).toEqual(['note 799']);
});

test('rare words are found beyond those that are looked at first', async () => {
  const { conversation, message, ask } = setUp({ maxMessages: 10_000 });
  conversation(1);
  message(1, 'a needle in it');
  message(1, 'a needle and thread');
  for (let n = 0; n < 3_000; n += 1) message(1, `hay ${n}`);
  expect(snippets(await ask('needle'))).toEqual(['a needle and thread', 'a needle in it']);
  expect(snippets(await ask('needle thr'))).toEqual(['a needle and thread']);
});

test('dropped at lock and after a while without use; the next question builds anew', async () => {
  const { fake, search, conversation, message, ask } = setUp();
  conversation(1);
  message(1, 'hello there');
  await ask('hello');
  search.drop();
  fake.messages.clear();
  expect((await ask('hello')).messages).toEqual([]);
  fake.messages.set(idOf(99, 32), fakeMessage({ conversationId: idOf(1), text: 'hello again' }));
  expect((await ask('hello')).messages).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(snippets(await ask('hello'))).toEqual(['hello again']);
});

test('who sends books fills the memory with no more than a few of them', async () => {
  const { fake, conversation, message, ask } = setUp({ maxTokens: 2_000 });
  conversation(1);
  const book = (n: number) => Array.from({ length: 500 }, (_, word) => `w${n}x${word}`).join(' ');
  for (let n = 0; n < 40; n += 1) message(1, `${book(n)}`);
  expect((await ask('w39x0')).messages).toHaveLength(1);
  expect((await ask('w0x0')).messages).toHaveLength(0);
  const later = message(1, 'a word at the end');
  fake.say({ kind: 'message', message: later, isNew: true });
  expect((await ask('word at the')).messages).toHaveLength(1);
});

test('of what a stranger wrote, the beginning is looked at, until they are accepted', async () => {
  const { fake, conversation, message, ask } = setUp();
  const request = conversation(1, { consent: 'unknown' });
  message(1, `beginning ${'and so on '.repeat(100)} finally`);
  expect((await ask('beginning')).messages).toHaveLength(1);
  expect((await ask('finally')).messages).toHaveLength(0);
  fake.say({ kind: 'conversation', conversation: { ...request, consent: 'allowed' }, isNew: false });
  expect((await ask('finally')).messages).toHaveLength(1);
});

test('a conversation that is found shows its last message as it is now', async () => {
  const { fake, conversation, message, ask } = setUp();
  const said = message(1, 'soon gone');
  conversation(1, { lastMessage: said });
  await ask('nothing');
  conversation(1, { name: 'Group 1' });
  expect(fake.conversations.size).toBe(1);
  expect((await ask('group')).conversations).toEqual([expect.not.objectContaining({ lastMessage: said })]);
});

test('an index that cannot be built to its end is begun anew by the next question', async () => {
  const { client, search, conversation, message, ask } = setUp();
  for (let n = 1; n <= 300; n += 1) conversation(n);
  message(1, 'the oldest of all');
  const list = client.listConversations;
  client.listConversations = async (query) =>
    query?.beforeNs === undefined ? list(query) : Promise.reject(new Error('disk'));
  await search.query({ query: 'oldest', limit: 10 }).catch(() => undefined);
  await vi.advanceTimersByTimeAsync(10);
  client.listConversations = list;
  expect(snippets(await ask('oldest'))).toEqual(['the oldest of all']);
});
