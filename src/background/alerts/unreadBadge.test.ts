import { expect, test } from 'vitest';
import { unreadBadge } from './unreadBadge.ts';

test.each([
  [
    { allowed: 0, unknown: 0 },
    { text: '', tone: 'normal' },
  ],
  [
    { allowed: 3, unknown: 9 },
    { text: '3', tone: 'normal' },
  ],
  [
    { allowed: 0, unknown: 2 },
    { text: '2', tone: 'quiet' },
  ],
  [
    { allowed: 1_000, unknown: 0 },
    { text: '999+', tone: 'normal' },
  ],
])('%o', (unread, face) => {
  expect(unreadBadge(unread)).toEqual(face);
});
