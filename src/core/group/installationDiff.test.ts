import { expect, test } from 'vitest';
import { FakeIdentityLogs } from '../../../tests/support/fakeIdentityLogs.ts';
import type { GroupMembership } from './groupMembership.ts';
import { installationDiff } from './installationDiff.ts';

const membership = (members: Record<string, bigint>): GroupMembership => ({
  members: new Map(Object.entries(members)),
  failedInstallationIds: [],
});
const logs = () =>
  new FakeIdentityLogs().set('a', 3n, ['a1']).set('a', 7n, ['a1', 'a2']).set('a', 9n, ['a2']);

const diff = (before: Record<string, bigint>, after: Record<string, bigint>, identity = logs()) =>
  installationDiff(membership(before), membership(after), identity.lookup);
const sets = (added: string[], removed: string[]) =>
  expect.objectContaining({ kind: 'diff', added: new Set(added), removed: new Set(removed) });

test('an added inbox brings all of its installations, a removed one takes them', () => {
  expect(diff({}, { a: 7n })).toEqual(sets(['a1', 'a2'], []));
  expect(diff({ a: 7n }, {})).toEqual(sets([], ['a1', 'a2']));
});

test('an updated inbox brings the difference of its states', () => {
  expect(diff({ a: 3n }, { a: 9n })).toEqual(sets(['a2'], ['a1']));
});

test('the placeholder counts as nothing, but only as an old value', () => {
  expect(diff({ a: 0n }, { a: 7n })).toEqual(sets(['a1', 'a2'], []));
  expect(diff({}, { a: 0n })).toEqual({ kind: 'invalid', inboxId: 'a' });
  expect(diff({ a: 0n }, {})).toEqual({ kind: 'invalid', inboxId: 'a' });
});

test('an update that does not exist', () => {
  expect(diff({}, { a: 8n })).toEqual({ kind: 'invalid', inboxId: 'a' });
  expect(diff({ a: 3n }, { a: 8n })).toEqual({ kind: 'invalid', inboxId: 'a' });
  // libxmtp finds no updates after the last one and takes that for no difference.
  expect(diff({ a: 9n }, { a: 1000n })).toEqual(sets([], []));
  expect(diff({ a: 4n }, { a: 9n })).toEqual({ kind: 'invalid', inboxId: 'a' });
});

test('a number of more than 63 bits is negative to libxmtp', () => {
  const huge = 2n ** 64n - 1n;
  expect(diff({ a: 3n }, { a: huge })).toEqual(sets([], []));
  expect(diff({}, { a: huge })).toEqual({ kind: 'invalid', inboxId: 'a' });
});

test('what may only be late is asked for', () => {
  const stale = logs().age('a');
  expect(diff({ a: 9n }, { a: 12n }, stale)).toEqual({
    kind: 'needsIdentity',
    requests: [{ inboxId: 'a', sequenceId: 12n }],
  });
  expect(diff({ a: 3n }, { a: 9n }, stale)).toEqual(sets(['a2'], ['a1']));
  expect(diff({}, { a: 8n }, stale)).toEqual({ kind: 'invalid', inboxId: 'a' });
  expect(diff({ a: 9n }, { a: 12n }, stale.fetch('a'))).toEqual(sets([], []));
  expect(diff({ a: 3n }, {}, logs().forget('a'))).toEqual({
    kind: 'needsIdentity',
    requests: [{ inboxId: 'a', sequenceId: 3n }],
  });
});
