import { expect, test } from 'vitest';
import { bytesToHex } from '../bytes/hex.ts';
import { hmacEpoch, hmacKey, senderHmac } from './senderHmac.ts';

const userKey = new Uint8Array(42).fill(7);
const groupId = new Uint8Array(16).fill(1);

test('an epoch is 30 days', () => {
  expect(hmacEpoch(0)).toBe(0n);
  expect(hmacEpoch(2_592_000_000 - 1)).toBe(0n);
  expect(hmacEpoch(2_592_000_000)).toBe(1n);
  expect(hmacEpoch(Date.UTC(2025, 0, 1))).toBe(669n);
});

test('a key is of one person, one group, one epoch', () => {
  const key = hmacKey(userKey, groupId, 669n);
  expect(key).toHaveLength(42);
  expect(bytesToHex(key)).not.toBe(bytesToHex(hmacKey(userKey, groupId, 670n)));
  expect(bytesToHex(key)).not.toBe(bytesToHex(hmacKey(userKey, new Uint8Array(16), 669n)));
  expect(bytesToHex(key)).not.toBe(bytesToHex(hmacKey(new Uint8Array(42), groupId, 669n)));
});

test('the HMAC covers the message', () => {
  const nowMs = Date.UTC(2025, 0, 1);
  const one = senderHmac({ userKey, groupId, nowMs, message: Uint8Array.of(1) });
  expect(one).toHaveLength(32);
  expect(senderHmac({ userKey, groupId, nowMs, message: Uint8Array.of(2) })).not.toEqual(one);
  expect(senderHmac({ userKey, groupId, nowMs: nowMs + 1, message: Uint8Array.of(1) })).toEqual(one);
});
