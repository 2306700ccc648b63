import { expect } from 'vitest';
import { hexToBytes as bytes } from '../../src/core/bytes/hex.ts';
import { suite3 } from '../../src/core/mls/cipherSuite.ts';
import { createMessageKeys, findRatchet, withRatchet } from '../../src/core/mls/messageKeys.ts';
import { senderDataKey } from '../../src/core/mls/senderData.ts';
import { keyAt } from '../../src/core/mls/senderRatchet.ts';
import { vectorTest } from './vectorTest.ts';

interface Generation {
  generation: number;
  application_key: string;
  application_nonce: string;
  handshake_key: string;
  handshake_nonce: string;
}

interface Vector {
  sender_data: { sender_data_secret: string; ciphertext: string; key: string; nonce: string };
  encryption_secret: string;
  leaves: Generation[][];
}

vectorTest<Vector>('secret-tree', (vector) => {
  const data = vector.sender_data;
  expect(senderDataKey(suite3, bytes(data.sender_data_secret), bytes(data.ciphertext))).toEqual({
    key: bytes(data.key),
    nonce: bytes(data.nonce),
  });

  let keys = createMessageKeys(vector.leaves.length, bytes(vector.encryption_secret));
  vector.leaves.forEach((generations, leafIndex) => {
    for (const expected of generations) {
      for (const kind of ['application', 'handshake'] as const) {
        const found = findRatchet(keys, leafIndex, kind);
        const { key, ratchet } = keyAt(suite3, found.ratchet, expected.generation);
        expect(key).toEqual({
          generation: expected.generation,
          key: bytes(expected[`${kind}_key`]),
          nonce: bytes(expected[`${kind}_nonce`]),
        });
        keys = withRatchet(found.keys, leafIndex, kind, ratchet);
      }
    }
  });
  expect(keys.secretTree.nodes).toEqual([]);
});
