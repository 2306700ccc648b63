import { aes128Gcm } from '../../src/core/crypto/aead.ts';
import { unsafeCipherSuite } from '../../src/core/mls/cipherSuite.ts';
import { followGroup, type PassiveClientVector } from './passiveClient.ts';
import { vectorTest } from './vectorTest.ts';

/** This file exists in suite 1 only, which has AES-128-GCM in the place of ChaCha20-Poly1305 and nothing else. */
const suite1 = unsafeCipherSuite(1, aes128Gcm);

vectorTest<PassiveClientVector>(
  'passive-client-random',
  (vector) => {
    followGroup(vector, suite1);
  },
  300_000,
);
