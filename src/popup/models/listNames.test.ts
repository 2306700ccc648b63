import { expect, test, vi } from 'vitest';
import type { ConversationView } from '../../bridge/conversationView.ts';
import { addressesOfPeers, listNames } from './listNames.ts';

vi.stubGlobal('chrome', { i18n: { getMessage: (key: string) => key } });

const own = '0a'.repeat(32);
const friend = '0b'.repeat(32);
const stranger = '0c'.repeat(32);

const dm = (peerInboxId: string, peerAddress?: string): ConversationView => ({
  conversationId: '0d'.repeat(16),
  kind: 'dm',
  name: '',
  peerInboxId,
  ...(peerAddress === undefined ? {} : { peerAddress }),
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
});

test('ourselves by a word, whom one writes with by their address, others by their inbox id', () => {
  const nameOf = listNames(own, addressesOfPeers([dm(friend, `0x${'12'.repeat(20)}`), dm(stranger)]));
  expect([own, friend, stranger].map(nameOf)).toEqual(['you', '0x1212…1212', '0c0c0c…0c0c']);
});
