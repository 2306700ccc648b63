import { expect, test } from 'vitest';
import { isMutedAt, mutedFor, rowActions } from './inboxMenu.ts';
import { unsafeConversationView } from './unsafeConversationView.ts';

test('what is on is offered to be switched off', () => {
  expect(rowActions(unsafeConversationView(), 'inbox', 5)).toEqual(['pin', 'mute', 'archive', 'block']);
  const all = unsafeConversationView({ isPinned: true, isMuted: true, unreadCount: 3 });
  expect(rowActions(all, 'inbox', 5)).toEqual(['markRead', 'unpin', 'unmute', 'archive', 'block']);
});

test('a request can be accepted, what is archived returned, who is blocked unblocked', () => {
  expect(rowActions(unsafeConversationView(), 'requests', 5)).toContain('accept');
  expect(rowActions(unsafeConversationView(), 'archived', 5)).toContain('unarchive');
  expect(rowActions(unsafeConversationView(), 'blocked', 5)).toEqual(['unblock']);
  expect(rowActions(unsafeConversationView(), 'apps', 5)).not.toContain('block');
});

test('mutes end when they say', () => {
  expect(mutedFor('hour', 5)).toEqual({ mutedUntilMs: 3_600_005 });
  expect(mutedFor('workday', 5)).toEqual({ mutedUntilMs: 28_800_005 });
  expect(mutedFor('week', 5)).toEqual({ mutedUntilMs: 604_800_005 });
  expect(mutedFor('always', 5)).toEqual({ isMuted: true });
});

test('a mute that has ended is none, also when nothing was heard of it since', () => {
  const muted = unsafeConversationView({ isMuted: true, mutedUntilMs: 10 });
  expect([isMutedAt(muted, 9), isMutedAt(muted, 10)]).toEqual([true, false]);
  expect(isMutedAt(unsafeConversationView({ isMuted: true }), 10)).toBe(true);
  expect(rowActions(muted, 'inbox', 10)).toContain('mute');
});
