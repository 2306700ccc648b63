import { expect, test } from 'vitest';
import { seededRandom } from '../../../tests/support/seededRandom.ts';
import { dmGroupConfig, groupConfig } from './groupConfig.ts';
import { readGroupContext } from './groupContextExtensions.ts';
import { groupViewOf } from './groupView.ts';
import { adminOnlyPolicies } from './policyPresets.ts';

const alice = 'A1'.repeat(32);
const bob = 'b0'.repeat(32);
const random = seededRandom('views');
const viewOf = (config: ReturnType<typeof groupConfig>, own: string) => {
  const context = readGroupContext(config.extensions);
  if (context === undefined) throw new Error('unreadable');
  return groupViewOf(context, own);
};

test('a group', () => {
  const config = groupConfig({
    creatorInboxId: alice,
    random,
    name: 'tea',
    description: 'about tea',
    imageUrl: 'https://tea.example/cup.png',
    appData: '{}',
    policies: adminOnlyPolicies,
    disappearing: { fromNs: 5n, inNs: 10n },
  });
  expect(config.groupId).toHaveLength(16);
  expect(config.extensions.map(({ type }) => type)).toEqual([0xf000, 0xff00, 0xff01, 0xff02, 0x0003]);
  expect(viewOf(config, alice)).toEqual({
    kind: 'group',
    name: 'tea',
    description: 'about tea',
    imageUrl: 'https://tea.example/cup.png',
    appData: '{}',
    creatorInboxId: alice,
    memberInboxIds: [alice],
    adminInboxIds: [],
    superAdminInboxIds: [alice],
    permissions: 'adminOnly',
    disappearing: { fromNs: 5n, inNs: 10n },
    isPaused: false,
  });
});

test('a DM is the same from both sides', () => {
  const config = dmGroupConfig({ creatorInboxId: alice, peerInboxId: bob, random });
  expect(viewOf(config, alice)).toMatchObject({ kind: 'dm', dmPeerInboxId: bob, superAdminInboxIds: [] });
  expect(viewOf(config, bob)).toMatchObject({ dmPeerInboxId: alice });
  const reverse = dmGroupConfig({ creatorInboxId: bob, peerInboxId: alice, random });
  expect(reverse.dmId).toBe(config.dmId);
  expect(config.dmId).toBe(`dm:${alice.toLowerCase()}:${bob}`);
  const attributes = readGroupContext(config.extensions)?.mutableMetadata.attributes;
  expect(attributes?.has('app_data')).toBe(false);
  expect(attributes?.get('_commit_log_signer')).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  [0n, 10n],
  [5n, 0n],
])('messages vanish only when both numbers are above zero (%i, %i)', (fromNs, inNs) => {
  const config = groupConfig({ creatorInboxId: alice, random, disappearing: { fromNs, inNs } });
  expect(viewOf(config, alice).disappearing).toBeUndefined();
});

test('a name that is too long is refused before it is written', () => {
  expect(() => groupConfig({ creatorInboxId: alice, random, name: 'x'.repeat(101) })).toThrow(
    expect.objectContaining({ code: 'Group.Refused' }),
  );
});
