import { expect, test } from 'vitest';
import { utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { deriveScryptKey } from './scrypt.ts';

test('follows RFC 7914 section 12', async () => {
  const key = await deriveScryptKey(utf8Encode('password'), utf8Encode('NaCl'), { N: 1024, r: 8, p: 16 }, 64);
  expect(bytesToHex(key)).toBe(
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
  );
});

test('parameters out of range are a coded error', async () => {
  await expect(
    deriveScryptKey(utf8Encode('p'), utf8Encode('s'), { N: 3, r: 8, p: 1 }, 32),
  ).rejects.toMatchObject({ code: 'Crypto.InvalidKey' });
});
