import { expect, test } from 'vitest';
import { defaultSettings } from '../../bridge/settings.ts';
import { fakeConversation, fakeMessage } from '../session/unsafeFakeClient.ts';
import { conversationOfAlert } from './alertPlan.ts';
import { decideAlert } from './decideAlert.ts';

const translate = (name: string, ...rest: readonly string[]) => [name, ...rest].join(' ');

function decide(change: Partial<Parameters<typeof decideAlert>[0]> = {}) {
  const usual = {
    conversation: fakeConversation(),
    message: fakeMessage({ text: 'the words' }),
    settings: defaultSettings,
    isBeingRead: false,
    isQuiet: false,
  };
  return decideAlert({ ...usual, ...change }, translate);
}

test('someone we know: name and words, one alert a conversation', () => {
  const plan = decide();
  expect(plan).toEqual({ id: `conversation/${'0a'.repeat(16)}`, title: '0x1212…abcd', body: 'the words' });
  expect(conversationOfAlert(plan?.id ?? '')).toBe('0a'.repeat(16));
});

test('more than one unread says how many', () => {
  expect(decide({ conversation: fakeConversation({ unreadCount: 3 }) })).toMatchObject({
    body: 'the words',
    context: 'alertUnreadCount 3',
  });
});

test('without previews: neither who nor what', () => {
  const settings = { ...defaultSettings, alertPreview: false };
  const plan = decide({ settings });
  expect(plan).toMatchObject({ title: 'alertGenericTitle', body: 'alertGenericBody' });
  expect(JSON.stringify(plan)).not.toMatch(/words|1212/u);
});

test('a stranger: neither who nor what, and all strangers share one alert', () => {
  const first = decide({ conversation: fakeConversation({ consent: 'unknown' }) });
  const other = fakeConversation({
    consent: 'unknown',
    conversationId: '0e'.repeat(16),
    kind: 'group',
    name: 'FREE',
  });
  const second = decide({ conversation: other, message: fakeMessage({ conversationId: '0e'.repeat(16) }) });
  expect(first?.id).toBe(second?.id);
  expect(JSON.stringify([first, second])).not.toMatch(/words|1212|FREE/u);
  expect(conversationOfAlert(first?.id ?? '')).toBeUndefined();
});

test.each([
  ['a blocked conversation', { conversation: fakeConversation({ consent: 'denied' }) }],
  ['our own message', { message: fakeMessage({ isOwn: true }) }],
  ['a change of the group', { message: fakeMessage({ kind: 'groupUpdate' }) }],
  ['what could not be opened', { message: fakeMessage({ kind: 'undecryptable' }) }],
  ['a thread that is being read', { isBeingRead: true }],
  ['a muted conversation', { conversation: fakeConversation({ isMuted: true }) }],
  ['a muted request', { conversation: fakeConversation({ isMuted: true, consent: 'unknown' }) }],
  ['a time in which nobody is to be disturbed', { isQuiet: true }],
  ['alerts that are switched off', { settings: { ...defaultSettings, alertsEnabled: false } }],
] as const)('%s raises none', (_, change) => {
  expect(decide(change)).toBeUndefined();
});

test('a long text is cut between characters', () => {
  const body = decide({ message: fakeMessage({ text: '🙂'.repeat(500) }) })?.body ?? '';
  expect(body.length).toBeLessThanOrEqual(180);
  expect(body.isWellFormed()).toBe(true);
});

test('a group is named, an unnamed one says so', () => {
  expect(decide({ conversation: fakeConversation({ kind: 'group', name: 'Team' }) })?.title).toBe('Team');
  expect(decide({ conversation: fakeConversation({ kind: 'group', name: '' }) })?.title).toBe(
    'alertUnnamedGroup',
  );
});

test('a name or a text cannot turn an alert around or hide in it', () => {
  const conversation = fakeConversation({ kind: 'group', name: 'Invoice \u202egpj.exe\u200b' });
  const message = fakeMessage({ text: 'pay \u202eETH 1\u202c' });
  expect(decide({ conversation, message })).toMatchObject({ title: 'Invoice gpj.exe', body: 'pay ETH 1' });
  const unseen = fakeConversation({ kind: 'group', name: '\u2060\u3164' });
  expect(decide({ conversation: unseen })?.title).toBe('alertUnnamedGroup');
});
