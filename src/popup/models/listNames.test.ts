import { expect, test, vi } from 'vitest';
import { addressesOfPeers, listNames } from './listNames.ts';
import { unsafeConversationView } from './unsafeConversationView.ts';

vi.stubGlobal('chrome', { i18n: { getMessage: (key: string) => key } });

const own = '0a'.repeat(32);
const friend = '0b'.repeat(32);
const stranger = '0c'.repeat(32);

const dm = (peerInboxId: string, peerAddress?: string) =>
  unsafeConversationView({ peerInboxId, ...(peerAddress !== undefined && { peerAddress }) });

test('ourselves by a word, whom one writes with by their address, others by their inbox id', () => {
  const nameOf = listNames(own, addressesOfPeers([dm(friend, `0x${'12'.repeat(20)}`), dm(stranger)]));
  expect([own, friend, stranger].map(nameOf)).toEqual(['you', '0x1212…1212', '0c0c0c…0c0c']);
});
