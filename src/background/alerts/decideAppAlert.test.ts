import { expect, test } from 'vitest';
import { defaultSettings } from '../../bridge/settings.ts';
import { encodeNotification } from '../../core/content/notificationContent.ts';
import { encodeText } from '../../core/content/textContent.ts';
import type { SiteSubscriptionBody } from '../../core/records.ts';
import { unsafeMemoryArea } from '../platform/unsafeMemoryArea.ts';
import { fakeConversation, fakeMessage } from '../session/unsafeFakeClient.ts';
import { createAppAlertRate } from './createAppAlertRate.ts';
import { decideAppAlert } from './decideAppAlert.ts';

const subscription: SiteSubscriptionBody = {
  grantId: '0f'.repeat(16),
  senderInboxId: '0b'.repeat(32),
  types: [
    { id: 'order', name: 'Orders', isOn: true },
    { id: 'news', name: 'News', isOn: false },
  ],
  isMuted: false,
  isActive: true,
  isVerified: true,
  grantedMs: 0,
  expiresMs: 1,
};
const site = {
  origin: 'https://shop.example:8443',
  name: 'The Shop',
  subscriptions: [subscription],
  consentDue: [],
};
const notification = (type: string) =>
  fakeMessage({ encoded: encodeNotification({ type, title: 'On its way', body: 'Tomorrow.' }) });

const decide = (change: Partial<Parameters<typeof decideAppAlert>[0]> = {}) =>
  decideAppAlert(
    {
      subscriptions: [{ site, subscription }],
      conversation: fakeConversation(),
      message: notification('order'),
      settings: defaultSettings,
      isBeingRead: false,
      isQuiet: false,
      ...change,
    },
    (name) => name,
  );

test('a kind that is on alerts in the words of the notification, and names the site on a line of its own', () => {
  expect(decide()?.plan).toMatchObject({
    title: 'On its way',
    body: 'Tomorrow.',
    context: 'The Shop · shop.example:8443',
  });
});

test.each([
  ['a kind that is off', { message: notification('news') }],
  ['a kind that nobody knows', { message: notification('other') }],
  ['a text without a kind', { message: fakeMessage({ encoded: encodeText('hello') }) }],
  ['what is muted', { subscriptions: [{ site, subscription: { ...subscription, isMuted: true } }] }],
  ['what is being read', { isBeingRead: true }],
  ['a muted conversation', { conversation: fakeConversation({ isMuted: true }) }],
  ['a time in which nobody is to be disturbed', { isQuiet: true }],
  ['a blocked sender', { conversation: fakeConversation({ consent: 'denied' as const }) }],
  ['alerts that are off', { settings: { ...defaultSettings, alertsEnabled: false } }],
])('%s is silent', (_, change) => {
  expect(decide(change)).toBeUndefined();
});

test('of two sites with one sender, the one that wants the kind speaks', () => {
  const other = { ...site, origin: 'https://other.example', name: 'Other' };
  const muted = { ...subscription, isMuted: true };
  const alert = decide({
    subscriptions: [
      { site, subscription: muted },
      { site: other, subscription: { ...subscription, grantId: '0e'.repeat(16) } },
    ],
  });
  expect(alert?.plan.context).toBe('Other · other.example');
  expect(alert?.grantId).toBe('0e'.repeat(16));
});

test('without previews an alert says nothing of it', () => {
  expect(decide({ settings: { ...defaultSettings, alertPreview: false } })?.plan).toMatchObject({
    title: 'alertGenericTitle',
    body: 'alertGenericBody',
  });
});

test('three at once, then one in ten minutes, each app for itself, also after the worker has died', async () => {
  let nowMs = 0;
  const memory = unsafeMemoryArea();
  const make = () => createAppAlertRate({ memory, clock: { nowMs: () => nowMs } });
  const mayAlert = make();
  const burst = [];
  for (let n = 0; n < 5; n += 1) burst.push(await mayAlert('a'));
  expect(burst).toEqual([true, true, true, false, false]);
  expect(await make()('a')).toBe(false);
  expect(await make()('b')).toBe(true);
  nowMs = 10 * 60 * 1000 - 1;
  expect(await make()('a')).toBe(false);
  nowMs += 2;
  expect([await make()('a'), await make()('a')]).toEqual([true, false]);
});
