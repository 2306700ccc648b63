import { expect, test } from 'vitest';
import { bytesToHex } from '../../core/bytes/hex.ts';
import { acceptName, dnsForm, nameHash } from './ensName.ts';

test.each([
  // EIP-137.
  ['eth', '93cdeb708b7545dc668eb9280176169d1c33cfd8ed6f04690a0bcc88a93fc4ae'],
  ['foo.eth', 'de9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f'],
  // The reverse node that Base's contracts hold as a constant.
  ['80002105.reverse', '08d9b0993eb8c4da57c37a4b84a6e384c2623114ff4e9370ed51c9b8935109ba'],
])('the hash of %s is the published one', (name, hash) => {
  expect(bytesToHex(nameHash(name))).toBe(hash);
});

test('the DNS form is labels behind their lengths', () => {
  expect(bytesToHex(dnsForm('foo.eth'))).toBe('03666f6f0365746800');
});

test('a claimed name is taken in normal form only', () => {
  const claims = [
    'alice.eth',
    '_a.alice.eth',
    'Alice.eth',
    'alice.eth ',
    'a_b.eth',
    'eth',
    'al\u200bice.eth',
    '',
  ];
  expect(claims.map((claim) => acceptName(claim) !== undefined)).toEqual([
    true,
    true,
    ...claims.slice(2).map(() => false),
  ]);
});
