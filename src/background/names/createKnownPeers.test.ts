import { expect, test } from 'vitest';
import type { Client, Conversation } from '../../core/client/client.ts';
import { createKnownPeers } from './createKnownPeers.ts';

const own = `0xaaaa${'0'.repeat(32)}aaaa`;
const friend = `0xd8da${'1'.repeat(32)}6045`;
const poison = `0xd8da${'2'.repeat(32)}6045`;
const ownPoison = `0xaaaa${'3'.repeat(32)}aaaa`;
const plain = `0x${'4'.repeat(40)}`;

let count = 0;
function dm(peerAddress: string, consent: Conversation['consent']): Conversation {
  count += 1;
  const conversation: Partial<Conversation> = {
    conversationId: String(count).padStart(32, '0'),
    kind: 'dm',
    peerAddress,
    consent,
    lastActivityNs: BigInt(10_000 - count),
  };
  return conversation as Conversation;
}

function setUp(all: readonly Conversation[]) {
  let changes = 0;
  let lists = 0;
  const client: Pick<Client, 'address' | 'listConversations'> = {
    address: own,
    async listConversations({ limit = 0, beforeNs = 2n ** 62n } = {}) {
      lists += 1;
      return all.filter(({ lastActivityNs }) => lastActivityNs < beforeNs).slice(0, limit);
    },
  };
  const peers = createKnownPeers({
    client: async () => client as Client,
    onChange: () => {
      changes += 1;
    },
  });
  const note = (conversation: Conversation) =>
    peers.note({ kind: 'conversation', conversation, isNew: true });
  return { peers, note, changes: () => changes, lists: () => lists };
}

test('a request from an address that looks like an accepted one, or like our own, is found', async () => {
  const { peers } = setUp([
    dm(friend, 'allowed'),
    dm(poison, 'unknown'),
    dm(ownPoison, 'unknown'),
    dm(plain, 'unknown'),
  ]);
  expect(await peers.lookalikes()).toEqual([
    { address: poison, of: friend },
    { address: ownPoison, of: own },
  ]);
});

test('what is blocked is not warned of, and nobody is warned of by a stranger', async () => {
  const { peers } = setUp([dm(friend, 'allowed'), dm(poison, 'denied')]);
  expect(await peers.lookalikes()).toEqual([]);
  const strangers = setUp([dm(friend, 'unknown'), dm(poison, 'unknown')]);
  expect(await strangers.peers.lookalikes()).toEqual([]);
});

test('an address that there is no conversation with is compared as well', async () => {
  const { peers } = setUp([dm(friend, 'allowed')]);
  expect(await peers.lookalikes([poison, friend, plain])).toEqual([{ address: poison, of: friend }]);
});

test('only accepted peers count as such, and a change of consent counts at once', async () => {
  const conversation = dm(friend, 'unknown');
  const { peers, note, changes } = setUp([conversation]);
  expect(await peers.isAccepted(friend)).toBe(false);
  note({ ...conversation, consent: 'allowed' });
  expect([await peers.isAccepted(friend), changes()]).toEqual([true, 1]);
  note({ ...conversation, consent: 'allowed' });
  expect(changes()).toBe(1);
});

test('a conversation that comes later is compared, and all of a long list are read once', async () => {
  const { peers, note, changes, lists } = setUp([
    ...Array.from({ length: 450 }, (_, index) => dm(`0x${String(index).padStart(40, '0')}`, 'unknown')),
    dm(friend, 'allowed'),
  ]);
  expect(await peers.lookalikes()).toEqual([]);
  note(dm(poison, 'unknown'));
  expect([await peers.lookalikes(), changes(), lists()]).toEqual([[{ address: poison, of: friend }], 1, 3]);
  peers.clear();
  await peers.lookalikes();
  expect(lists()).toBe(6);
});

test('what is still being read when the inbox is locked is not kept', async () => {
  const { peers } = setUp([dm(friend, 'allowed')]);
  const reading = peers.isAccepted(friend);
  peers.clear();
  await expect(reading).rejects.toMatchObject({ code: 'Vault.Locked' });
  expect(await peers.isAccepted(friend)).toBe(true);
});
