import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findMembers, memberCountWords, memberFacts, ownWay, wholeName } from './groupWords.ts';
import { fakeGroupView, fakeMember } from './unsafeFakeGroupView.ts';

beforeEach(() => {
  const getMessage = (key: string, substitutions: readonly string[]) => [key, ...substitutions].join(' ');
  vi.stubGlobal('chrome', { i18n: { getMessage } });
});
afterEach(() => void vi.unstubAllGlobals());

const [own, founder, brought, unknown] = ['0', '1', '2', '3'].map((digit) => digit.repeat(64));

test('each member: how they came in, and what is to be known of them', () => {
  const { address: _, ...withoutAddress } = fakeMember('3');
  const group = fakeGroupView({
    creatorInboxId: founder ?? '',
    addedByInboxId: founder ?? '',
    members: [
      { ...fakeMember('0'), addedByInboxId: founder ?? '' },
      { ...fakeMember('1'), addedByInboxId: founder ?? '' },
      { ...fakeMember('2'), addedByInboxId: own ?? '', isLeaving: true },
      { ...withoutAddress, addedByInboxId: '9'.repeat(64), installationCount: 0 },
      { ...fakeMember('4'), addedByInboxId: '4'.repeat(64) },
      fakeMember('5'),
    ],
  });
  expect(group.members.map((member) => memberFacts(group, member))).toEqual([
    ['memberAddedBy 0x1111…1111'],
    ['memberCreator'],
    ['memberAddedByYou', 'memberLeaving'],
    // Who has left since is known by the inbox id alone.
    ['memberAddedBy 999999…9999', 'memberUnreachable'],
    [],
    [],
  ]);
  expect(ownWay(group)).toBe('groupAddedBy 0x1111…1111');
  expect([wholeName(group, brought ?? ''), wholeName(group, unknown ?? '')]).toEqual([
    `0x${'2'.repeat(40)}`,
    unknown,
  ]);
  expect(findMembers(group, ' 0X22 ').map(({ inboxId }) => inboxId)).toEqual([brought]);
  expect(findMembers(group, '').length).toBe(6);
  expect(findMembers(group, 'mar')).toEqual([]);
});

test('one is said in another way than many', () => {
  expect([1, 2].map(memberCountWords)).toEqual(['groupMember', 'groupMembers 2']);
});

test('a verified name stands beside the address, and finds its member', () => {
  const group = fakeGroupView({
    addedByInboxId: founder ?? '',
    members: [fakeMember('1'), { ...fakeMember('2'), addedByInboxId: founder ?? '' }],
  });
  const names = new Map([[`0x${'1'.repeat(40)}`, 'maria.eth']]);
  expect(ownWay(group, names)).toBe('groupAddedBy maria.eth 0x1111…1111');
  expect(findMembers(group, 'Maria', names).map(({ inboxId }) => inboxId)).toEqual([founder]);
});
