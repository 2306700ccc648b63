import { expect, test } from 'vitest';
import { hexToBytes } from '../bytes/hex.ts';
import { recoverPersonalSignAddress } from '../crypto/personalSign.ts';
import { legacyKeyAddress, legacyKeyText } from './legacyKey.ts';

// A key that a real wallet vouched for in the first XMTP protocol, from libxmtp's tests.
const keyBytes = hexToBytes(
  '08c0c3a5aecb99e7d5171a430a4104d854aefcc6e1dba8efa63ee9ce6c359b5784082b5b245b515dd543f145051ff9ba817790042c364cb95f3d17e74807a91246714fad520d2592c92baeb4217d2b',
);
const walletSignature = hexToBytes(
  '078864ac9bf7e6fffdf74e32d4e2294eefb788f77a589bf5dbb7d7ca2a59a28060607883114626e7021b5b1d426e808c012ad9b902b5d0648f8fdb9fae01e9bf01',
);

test("the wallet's signature over a key recovers to the wallet", () => {
  expect(recoverPersonalSignAddress(legacyKeyText(keyBytes), walletSignature)).toBe(
    '0x220ca99fb7fafa18cb623d924794dde47b4bc2e9',
  );
});

test('a key has an address of its own; bytes that hold no key have none', () => {
  expect(legacyKeyAddress(keyBytes)).toMatch(/^0x[0-9a-f]{40}$/);
  for (const bad of [new Uint8Array(), keyBytes.subarray(1), keyBytes.subarray(0, 40)]) {
    expect(legacyKeyAddress(bad)).toBeUndefined();
  }
});
