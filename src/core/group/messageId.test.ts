import { expect, test } from 'vitest';
import { utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { sha256 } from '../crypto/hash.ts';
import { messageIdOf } from './messageId.ts';

test('group id, key and content, apart by tabs', () => {
  const id = messageIdOf({
    groupId: utf8Encode('0123456789abcdef'),
    idempotencyKey: '1700000000000000000',
    content: utf8Encode('hello'),
  });
  expect(bytesToHex(id)).toBe(bytesToHex(sha256(utf8Encode('0123456789abcdef\t1700000000000000000\thello'))));
});
