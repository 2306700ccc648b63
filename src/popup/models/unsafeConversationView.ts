/** For tests: a DM with somebody who was accepted. */
import type { ConversationView } from '../../bridge/conversationView.ts';

export const unsafeConversationView = (change: Partial<ConversationView> = {}): ConversationView => ({
  conversationId: '0a'.repeat(16),
  kind: 'dm',
  name: '',
  memberInboxIds: [],
  memberCount: 2,
  consent: 'allowed',
  isActive: true,
  unreadCount: 0,
  isMuted: false,
  isPinned: false,
  isArchived: false,
  maybeForked: false,
  lastActivityNs: '5',
  createdAtNs: '1',
  ...change,
});
