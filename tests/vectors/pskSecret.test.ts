import { expect } from 'vitest';
import { hexToBytes as bytes } from '../../src/core/bytes/hex.ts';
import { pskSecret } from '../../src/core/mls/pskSecret.ts';
import { vectorTest } from './vectorTest.ts';

interface Vector {
  psks: { psk_id: string; psk: string; psk_nonce: string }[];
  psk_secret: string;
}

vectorTest<Vector>('psk_secret', (vector) => {
  const keys = vector.psks.map(({ psk_id, psk, psk_nonce }) => ({
    id: { kind: 'external', pskId: bytes(psk_id), nonce: bytes(psk_nonce) } as const,
    secret: bytes(psk),
  }));
  expect(pskSecret(keys)).toEqual(bytes(vector.psk_secret));
});
