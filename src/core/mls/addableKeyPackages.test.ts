import { expect, test } from 'vitest';
import { utf8Encode } from '../bytes/bytes.ts';
import { webRandom } from '../crypto/random.ts';
import { addableKeyPackages } from './addableKeyPackages.ts';
import { createCommit } from './createCommit.ts';
import { createGroup } from './createGroup.ts';
import { createKeyPackage } from './createKeyPackage.ts';
import { encodeRequiredCapabilities } from './requiredCapabilities.ts';

const lifetime = { notBefore: 0n, notAfter: 2n ** 60n };
const capabilities = (extensions: readonly number[]) => ({
  versions: [1],
  cipherSuites: [3],
  extensions: [...extensions],
  proposals: [],
  credentials: [1],
});
const keyPackage = (name: string, options: { seed?: Uint8Array; extensions?: readonly number[] } = {}) =>
  createKeyPackage(
    {
      identity: utf8Encode(name),
      signaturePrivateKey: options.seed ?? webRandom.bytes(32),
      capabilities: capabilities(options.extensions ?? [0xff01]),
      lifetime,
    },
    webRandom,
  ).keyPackage;

const ownSeed = webRandom.bytes(32);
const state = createGroup(
  {
    groupId: webRandom.bytes(16),
    identity: utf8Encode('own'),
    signaturePrivateKey: ownSeed,
    capabilities: capabilities([0xff01]),
    lifetime,
    extensions: [
      {
        type: 3,
        data: encodeRequiredCapabilities({ extensions: [0xff01], proposals: [], credentials: [1] }),
      },
    ],
  },
  webRandom,
);

test('whoever lacks what the group asks for, or uses a key that is taken, is left out; the others are not', () => {
  const seed = webRandom.bytes(32);
  const good = [keyPackage('one'), keyPackage('two')];
  const unable = keyPackage('unable', { extensions: [] });
  const ours = keyPackage('a signature key of ours', { seed: ownSeed });
  const first = keyPackage('first of a key', { seed });
  const second = keyPackage('second of a key', { seed });
  const all = [unable, ...good, ours, first, second];
  const add = (list: typeof all) =>
    createCommit(state, { proposals: list.map((one) => ({ kind: 'add', keyPackage: one })) }, webRandom);
  expect(() => add(all)).toThrow(expect.objectContaining({ code: 'Mls.InvalidCommit' }));
  const addable = addableKeyPackages(state, all);
  expect([...addable]).toEqual([...good, first]);
  expect(add([...addable]).welcome).toBeDefined();
  expect([...addableKeyPackages(state, good)]).toEqual(good);
});
