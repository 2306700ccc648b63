import { expect, test } from 'vitest';
import type { ConversationView } from '../../bridge/conversationView.ts';
import type { SiteView } from '../../bridge/siteView.ts';
import { appGroups, inboxLists, placeOf, siteSenders } from './inboxTabs.ts';
import { unsafeConversationView } from './unsafeConversationView.ts';

const sender = '5e'.repeat(32);

const conversation = (change: Partial<ConversationView>) =>
  unsafeConversationView({ peerInboxId: sender, ...change });

const site = (origin: string, ...senders: string[]): SiteView => ({
  origin,
  subscriptions: senders.map((each) => ({
    grantId: '0f'.repeat(16),
    sender: each,
    types: [],
    isMuted: false,
    isActive: false,
    verification: 'missing',
    grantedAtMs: 0,
    expiresAtMs: 1,
  })),
  canOpenConversation: false,
  isSilenced: false,
});

test('what a sender of a site writes is under Apps, whatever its consent; nothing else is', () => {
  const senders = siteSenders([site('https://shop.example', sender)]);
  for (const consent of ['allowed', 'unknown', 'denied'] as const) {
    expect(placeOf(conversation({ consent }), senders)).toBe('apps');
  }
  expect(placeOf(conversation({ peerInboxId: '00'.repeat(32) }), senders)).toBe('inbox');
  expect(placeOf(conversation({ kind: 'group', consent: 'unknown' }), senders)).toBe('requests');
  expect(placeOf(conversation({ consent: 'denied' }), new Set())).toBe('blocked');
});

test('apps are grouped by site, newest first; a site that cannot write is no app', () => {
  const other = '5f'.repeat(32);
  const newer = conversation({ peerInboxId: other, conversationId: '0b'.repeat(16), lastActivityNs: '9' });
  const groups = appGroups(
    [site('https://a.example', sender), site('https://b.example', other), site('https://c.example')],
    [newer, conversation({})],
  );
  expect(groups.map((group) => [group.site.origin, group.conversations.length])).toEqual([
    ['https://b.example', 1],
    ['https://a.example', 1],
  ]);
});

test('archived is out of the way, blocked is out of reach, and an app is neither', () => {
  const senders = siteSenders([site('https://shop.example', sender)]);
  const other = { peerInboxId: '00'.repeat(32), isArchived: true };
  expect(placeOf(conversation({ ...other, consent: 'allowed' }), senders)).toBe('archived');
  expect(placeOf(conversation({ ...other, consent: 'unknown' }), senders)).toBe('archived');
  expect(placeOf(conversation({ ...other, consent: 'denied' }), senders)).toBe('blocked');
  expect(placeOf(conversation({ isArchived: true }), senders)).toBe('apps');
});

test('pinned ones stand first, each part in the order in which it comes', () => {
  const list = ['a', 'b', 'c', 'd'].map((id, at) =>
    conversation({ conversationId: id.repeat(32), peerInboxId: id.repeat(64), isPinned: at % 2 === 1 }),
  );
  expect(inboxLists(list, new Set()).inbox.map(({ conversationId }) => conversationId[0])).toEqual([
    'b',
    'd',
    'a',
    'c',
  ]);
});
