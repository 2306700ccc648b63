import { expect, test } from 'vitest';
import { peerOf } from './newPeer.ts';

const address = `0x${'ab'.repeat(20)}`;
const other = `0xabab${'0'.repeat(32)}abab`;

function namesThat(lookalike?: string) {
  const asked: string[] = [];
  return {
    asked,
    resolve: async (name: string) => {
      asked.push(`resolve ${name}`);
      return { name: name.toLowerCase(), address };
    },
    lookalikeOf: async (of: string) => {
      asked.push(`compare ${of}`);
      return lookalike;
    },
  };
}

test('a name becomes its address, and keeps its normal form', async () => {
  const names = namesThat();
  expect(await peerOf(' Alice.eth ', names)).toEqual({ target: address, name: 'alice.eth' });
  expect(names.asked).toEqual(['resolve Alice.eth', `compare ${address}`]);
});

test('an address is compared and not looked up', async () => {
  const names = namesThat(other);
  const typed = `0x${'AB'.repeat(20)}`;
  expect(await peerOf(typed, names)).toEqual({ target: typed, lookalike: other });
  expect(names.asked).toEqual([`compare ${address}`]);
});

test('anything else is left to the worker', async () => {
  const names = namesThat();
  expect(await peerOf('c'.repeat(64), names)).toEqual({ target: 'c'.repeat(64) });
  expect(names.asked).toEqual([]);
});
