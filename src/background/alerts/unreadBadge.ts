import type { Unread } from './createMissedAlerts.ts';

/** What the badge shows. `quiet`: only requests wait, no one whom the person knows. */
export interface BadgeFace {
  readonly text: string;
  readonly tone: 'normal' | 'quiet';
}

export const noBadge: BadgeFace = { text: '', tone: 'normal' };
/** While locked: something arrived, no count is known. */
export const arrivalBadge: BadgeFace = { text: '•', tone: 'normal' };

/** Four characters fit on a badge; a count above 999 says nothing more anyway. */
const largest = 999;

export function unreadBadge(unread: Unread): BadgeFace {
  const count = unread.allowed > 0 ? unread.allowed : unread.unknown;
  if (count <= 0) return noBadge;
  return {
    text: count > largest ? `${largest}+` : String(count),
    tone: unread.allowed > 0 ? 'normal' : 'quiet',
  };
}
