/** What a person may do with a conversation from its row. */
import type { ConversationView } from '../../bridge/conversationView.ts';
import type { Place } from './inboxTabs.ts';

export type RowAction =
  | 'markRead'
  | 'accept'
  | 'pin'
  | 'unpin'
  | 'mute'
  | 'unmute'
  | 'archive'
  | 'unarchive'
  | 'block'
  | 'unblock';

/** A view says how it was when it was made; a mute may have ended since. */
export function isMutedAt({ isMuted, mutedUntilMs }: ConversationView, nowMs: number): boolean {
  return isMuted && (mutedUntilMs === undefined || mutedUntilMs > nowMs);
}

export function rowActions(
  conversation: ConversationView,
  place: Place,
  nowMs: number,
): readonly RowAction[] {
  const { unreadCount, isPinned } = conversation;
  const read: readonly RowAction[] = unreadCount > 0 ? ['markRead'] : [];
  const mute: RowAction = isMutedAt(conversation, nowMs) ? 'unmute' : 'mute';
  switch (place) {
    case 'inbox':
      return [...read, isPinned ? 'unpin' : 'pin', mute, 'archive', 'block'];
    case 'requests':
      return ['accept', ...read, mute, 'archive', 'block'];
    // What else an app may do is said on the page of its site.
    case 'apps':
      return [...read, mute];
    case 'archived':
      return ['unarchive', ...read, mute, 'block'];
    case 'blocked':
      return ['unblock'];
  }
}

const hourMs = 3_600_000;

export type MuteChoice = 'hour' | 'workday' | 'week' | 'always';

export const muteChoices: readonly MuteChoice[] = ['hour', 'workday', 'week', 'always'];

const muteMs: Readonly<Record<Exclude<MuteChoice, 'always'>, number>> = {
  hour: hourMs,
  workday: 8 * hourMs,
  week: 7 * 24 * hourMs,
};

/** The change that mutes for so long from now. */
export function mutedFor(
  choice: MuteChoice,
  nowMs: number,
): { readonly isMuted: true } | { readonly mutedUntilMs: number } {
  return choice === 'always' ? { isMuted: true } : { mutedUntilMs: nowMs + muteMs[choice] };
}
