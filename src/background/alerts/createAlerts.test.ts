import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultSettings } from '../../bridge/settings.ts';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import { fakeConversation, fakeMessage, unsafeFakeClient } from '../session/unsafeFakeClient.ts';
import type { AlertPlan } from './alertPlan.ts';
import { createAlerts } from './createAlerts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(settings = defaultSettings) {
  const client = unsafeFakeClient();
  const shown: AlertPlan[] = [];
  const cleared: string[] = [];
  const open = { client };
  const alerts = createAlerts({
    client: async () => open.client,
    settings: async () => settings,
    nowMs: () => 1_000,
    isBeingRead: async () => false,
    subscriptionsOf: () => [],
    mayAppAlert: async () => true,
    show: (plan) => shown.push(plan),
    clear: (id) => cleared.push(id),
    translate: (name, ...rest) => [name, ...rest].join(' '),
    delayMs: 250,
    logger,
  });
  client.on(alerts.note);
  const arrive = (conversationId: string, text: string, messageId = 'e'.repeat(64)) => {
    client.conversations.set(conversationId, fakeConversation({ conversationId }));
    const message = fakeMessage({ conversationId, text, messageId });
    client.say({ kind: 'message', message, isNew: true });
  };
  return { client, open, shown, cleared, arrive };
}

const idOf = (n: number) => n.toString(16).padStart(32, '0');

test('many messages of one conversation are one alert, with the newest text', async () => {
  const { shown, arrive } = setUp();
  for (let n = 0; n < 20; n += 1) arrive(idOf(1), `text ${n}`);
  await vi.runAllTimersAsync();
  expect(shown.map(({ body }) => body)).toEqual(['text 19']);
});

test('many conversations at once are one summary', async () => {
  const { shown, arrive } = setUp();
  for (let n = 0; n < 50; n += 1) arrive(idOf(n), 'text');
  await vi.runAllTimersAsync();
  expect(shown).toEqual([{ id: 'summary', title: 'alertGenericTitle', body: 'alertSummaryBody 50' }]);
});

test('a change of an old message is no alert', async () => {
  const { client, shown } = setUp();
  client.conversations.set(idOf(1), fakeConversation({ conversationId: idOf(1) }));
  client.say({ kind: 'message', message: fakeMessage({ conversationId: idOf(1) }), isNew: false });
  await vi.runAllTimersAsync();
  expect(shown).toEqual([]);
});

test('a later message alerts again', async () => {
  const { shown, arrive } = setUp();
  arrive(idOf(1), 'first');
  await vi.runAllTimersAsync();
  arrive(idOf(1), 'second');
  await vi.runAllTimersAsync();
  expect(shown.map(({ body }) => body)).toEqual(['first', 'second']);
});

test('while nobody is to be disturbed, none', async () => {
  const { shown, arrive } = setUp({ ...defaultSettings, quietUntilMs: 1_001 });
  for (let n = 0; n < 50; n += 1) arrive(idOf(n), 'text');
  await vi.runAllTimersAsync();
  expect(shown).toEqual([]);
});

const firstId = '1'.repeat(64);
const secondId = '2'.repeat(64);

test.each([
  ['deleted', 'message'],
  ['gone when its time was over', 'messageRemoved'],
] as const)('what was %s is not told, and an alert that tells it is taken back', async (_, kind) => {
  const { client, shown, cleared, arrive } = setUp();
  const conversationId = idOf(1);
  const leave = (messageId: string) =>
    kind === 'messageRemoved'
      ? client.say({ kind, conversationId, messageId })
      : client.say({
          kind,
          message: fakeMessage({ conversationId, messageId, text: '', deletedBy: 'a'.repeat(64) }),
          isNew: false,
        });
  arrive(conversationId, 'stays', firstId);
  arrive(conversationId, 'a slip', secondId);
  leave(secondId);
  await vi.runAllTimersAsync();
  expect(shown.map(({ body }) => body)).toEqual(['stays']);
  cleared.length = 0;

  leave(secondId);
  expect(cleared).toEqual([]);
  leave(firstId);
  expect(cleared).toEqual([shown[0]?.id]);
});

test('what was locked away while an alert was being made is not shown', async () => {
  const { client, open, shown, arrive } = setUp();
  arrive(idOf(1), 'secret');
  const conversation = client.getConversation;
  client.getConversation = async (id) => {
    const found = await conversation(id);
    open.client = unsafeFakeClient();
    return found;
  };
  await vi.runAllTimersAsync();
  expect(shown).toEqual([]);
});

test('in a group, who is blocked is not told of, and does not hide the others', async () => {
  const { client, shown } = setUp();
  const blocked = '5e'.repeat(32);
  await client.setInboxConsent(blocked, 'denied');
  const conversationId = idOf(1);
  client.conversations.set(conversationId, fakeConversation({ conversationId, kind: 'group', name: 'Hut' }));
  const say = (messageId: string, more: Parameters<typeof fakeMessage>[0]) =>
    client.say({
      kind: 'message',
      message: fakeMessage({ conversationId, messageId, ...more }),
      isNew: true,
    });
  say(firstId, { text: 'from a friend' });
  say(secondId, { text: 'from who is blocked', senderInboxId: blocked });
  await vi.runAllTimersAsync();
  expect(shown.map(({ body }) => body)).toEqual(['from a friend']);
});
