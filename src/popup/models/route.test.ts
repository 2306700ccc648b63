import { expect, test } from 'vitest';
import { type Route, routeBehind, routeOfHash } from './route.ts';

const conversationId = '0a'.repeat(16);

test('the worker opens a window on a conversation or a draft, and nothing else', () => {
  expect(routeOfHash(`#/conversation/${conversationId}`)).toEqual({ name: 'thread', conversationId });
  expect(routeOfHash(`#/draft/${conversationId}`)).toEqual({ name: 'draft', draftId: conversationId });
  for (const hash of ['', '#/settings', `#/conversation/${conversationId}0`, `#/site/${conversationId}`]) {
    expect(routeOfHash(hash)).toEqual({ name: 'inbox' });
  }
});

test.each<[Route, Route]>([
  [{ name: 'thread', conversationId }, { name: 'inbox' }],
  [{ name: 'newGroup' }, { name: 'newMessage' }],
  [
    { name: 'group', conversationId, page: 'about' },
    { name: 'thread', conversationId },
  ],
  [
    { name: 'group', conversationId, page: 'edit' },
    { name: 'group', conversationId, page: 'about' },
  ],
  [{ name: 'blocked', from: 'settings' }, { name: 'settings' }],
  [{ name: 'archived', from: 'inbox' }, { name: 'inbox' }],
  [{ name: 'site', origin: 'https://shop.example', from: 'sites' }, { name: 'sites' }],
  [{ name: 'sites' }, { name: 'settings' }],
])('Escape leads one step back: %o', (from, to) => {
  expect(routeBehind(from)).toEqual(to);
});
