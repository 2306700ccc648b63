import { expect, test } from 'vitest';
import type { KnownPeers } from '../names/createKnownPeers.ts';
import type { Names } from '../names/createNames.ts';
import type { WindowContext } from '../port/createWindowHub.ts';
import { unsafeFakeClient } from '../session/unsafeFakeClient.ts';
import { nameProcedures } from './nameProcedures.ts';

const window = undefined as unknown as WindowContext;
const friend = `0x${'a'.repeat(40)}`;
const stranger = `0x${'b'.repeat(40)}`;

function setUp() {
  const asked: string[] = [];
  const names: Pick<Names, 'reverse' | 'resolve'> = {
    async resolve(name) {
      asked.push(name);
      return { name, address: friend };
    },
    async reverse(addresses) {
      asked.push(...addresses);
      return new Map(addresses.map((address) => [address, 'friend.eth']));
    },
  };
  const peers: Pick<KnownPeers, 'isAccepted'> = { isAccepted: async (address) => address === friend };
  const locked = async () => {
    throw new Error('locked');
  };
  const procedures = (isLocked = false) =>
    nameProcedures({
      client: isLocked ? locked : async () => unsafeFakeClient(),
      names: names as Names,
      peers: peers as KnownPeers,
    });
  return { asked, procedures };
}

test('whoever was not accepted is not looked up, whatever a window asks for', async () => {
  const { asked, procedures } = setUp();
  expect(await procedures()['name.reverse']({ addresses: [stranger, friend, friend] }, window)).toEqual({
    names: [{ address: friend, name: 'friend.eth' }],
  });
  expect(asked).toEqual([friend]);
});

test('a locked inbox asks nobody', async () => {
  const { asked, procedures } = setUp();
  await expect(procedures(true)['name.reverse']({ addresses: [friend] }, window)).rejects.toThrow('locked');
  await expect(procedures(true)['name.resolve']({ name: 'friend.eth' }, window)).rejects.toThrow('locked');
  expect(asked).toEqual([]);
});
