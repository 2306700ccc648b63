import { expect, test } from 'vitest';
import { concatBytes, utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import type { Extension } from '../mls/extension.ts';
import {
  membershipExtension,
  metadataExtension,
  mutableMetadataExtension,
  policiesExtension,
  readGroupContext,
  replaceExtension,
} from './groupContextExtensions.ts';
import { allMembersPolicies } from './policyPresets.ts';

const alice = 'a1'.repeat(32);
const bob = 'b0'.repeat(32);

const extensions: readonly Extension[] = [
  metadataExtension({ conversationType: 'dm', creatorInboxId: alice, dmMembers: [alice, bob] }),
  mutableMetadataExtension({
    attributes: new Map([['group_name', 'tea']]),
    adminInboxIds: [bob],
    superAdminInboxIds: [],
  }),
  membershipExtension({ members: new Map([[alice, 0n]]), failedInstallationIds: ['ff00', '0a'] }),
  policiesExtension(allMembersPolicies),
  { type: 0x1234, data: Uint8Array.of(1, 2, 3) },
];

test('what is written is read', () => {
  expect(readGroupContext(extensions)).toEqual({
    metadata: { conversationType: 'dm', creatorInboxId: alice, dmMembers: [alice, bob] },
    mutableMetadata: {
      attributes: new Map([['group_name', 'tea']]),
      adminInboxIds: [bob],
      superAdminInboxIds: [],
    },
    membership: { members: new Map([[alice, 0n]]), failedInstallationIds: ['0a', 'ff00'] },
    policies: allMembersPolicies,
  });
});

test('immutable metadata has one length more than the others', () => {
  const { data } = metadataExtension({ conversationType: 'group', creatorInboxId: alice });
  // 66 bytes of creator and 2 of conversation type, behind a two-byte length.
  const message = concatBytes(Uint8Array.of(0x08, 1, 0x1a, 64), utf8Encode(alice));
  expect(bytesToHex(data)).toBe(bytesToHex(concatBytes(Uint8Array.of(0x40, message.length), message)));
});

test('both lists of admins are written when they are empty', () => {
  const { data } = mutableMetadataExtension({
    attributes: new Map(),
    adminInboxIds: [],
    superAdminInboxIds: [],
  });
  expect([...data]).toEqual([0x12, 0, 0x1a, 0]);
});

test('a replaced extension moves to the end and leaves the rest as it is', () => {
  const replacement = membershipExtension({ members: new Map([[bob, 5n]]), failedInstallationIds: [] });
  const replaced = replaceExtension(extensions, replacement);
  expect(replaced.map(({ type }) => type)).toEqual([0xf000, 0xff00, 0xff02, 0x1234, 0xff01]);
  expect(replaced[0]?.data).toBe(extensions[0]?.data);
  expect(replaced.at(-1)).toBe(replacement);
});

test.each([0xf000, 0xff00, 0xff01, 0xff02])('a group without extension %i is not readable', (type) => {
  expect(readGroupContext(extensions.filter((extension) => extension.type !== type))).toBeUndefined();
});

test.each([
  ['an unwrapped 0xf000', 0xf000, Uint8Array.of(0x08, 1)],
  ['an unknown conversation type', 0xf000, Uint8Array.of(2, 0x08, 9)],
  ['a missing list of admins', 0xff00, Uint8Array.of(0x1a, 0)],
  ['a text that is not UTF-8', 0xff00, Uint8Array.of(0x0a, 3, 0x0a, 1, 0xff, 0x12, 0, 0x1a, 0)],
  ['half a membership', 0xff01, Uint8Array.of(0x0a, 9)],
])('%s makes a group unreadable', (_name, type, data) => {
  expect(readGroupContext(replaceExtension(extensions, { type, data }))).toBeUndefined();
});
