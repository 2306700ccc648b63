import { expect, test } from 'vitest';
import type { GroupView } from '../../bridge/groupView.ts';
import { leaveObstacle, mayDo, maySetPermissions, memberActions } from './groupRights.ts';
import { fakeGroupView, fakeMember } from './unsafeFakeGroupView.ts';

/** What may be done to: ourselves, a super admin, an admin, a member. */
const actionsOf = (group: GroupView) => group.members.map((member) => memberActions(group, member).join(' '));

test('a super admin may do all but remove a super admin or themselves', () => {
  expect(actionsOf(fakeGroupView())).toEqual([
    'takeSuperAdmin',
    'takeSuperAdmin',
    'makeSuperAdmin takeAdmin remove',
    'makeAdmin makeSuperAdmin remove',
  ]);
});

test('an admin removes, and makes nobody anything; a member neither', () => {
  expect(actionsOf(fakeGroupView({ ownRole: 'admin' }))).toEqual(['', '', 'remove', 'remove']);
  expect(actionsOf(fakeGroupView({ ownRole: 'member' }))).toEqual(['', '', '', '']);
});

test('the last super admin stays one', () => {
  const members = [fakeMember('0', 'superAdmin'), fakeMember('2', 'admin'), fakeMember('3')];
  expect(actionsOf(fakeGroupView({ members }))[0]).toBe('');
});

test('the policies of the group decide, and a combination is left to the worker', () => {
  const { permissions } = fakeGroupView();
  const strict = fakeGroupView({
    ownRole: 'member',
    permissions: { ...permissions, addMember: 'deny', name: 'custom', removeMember: 'allow' },
  });
  expect([mayDo(strict, 'addMember'), mayDo(strict, 'name'), mayDo(strict, 'disappearing')]).toEqual([
    false,
    true,
    false,
  ]);
  expect(actionsOf(strict)).toEqual(['', '', 'remove', 'remove']);
});

test.each([
  ['out of it', { isActive: false }],
  ['paused', { pausedForVersion: '9.0.0' }],
] as const)('nothing can be changed: %s', (_, state) => {
  const group = fakeGroupView(state);
  expect(actionsOf(group)).toEqual(['', '', '', '']);
  expect([mayDo(group, 'addMember'), maySetPermissions(group)]).toEqual([false, false]);
});

test('what stands between us and leaving', () => {
  expect(leaveObstacle(fakeGroupView({ ownRole: 'admin' }))).toBeUndefined();
  expect(leaveObstacle(fakeGroupView())).toBe('superAdmin');
  expect(leaveObstacle(fakeGroupView({ members: [fakeMember('0', 'superAdmin')] }))).toBe('lastMember');
  expect(leaveObstacle(fakeGroupView({ ownRole: 'member', isLeaving: true }))).toBe('isLeaving');
  expect(leaveObstacle(fakeGroupView({ ownRole: 'member', pausedForVersion: '9.0.0' }))).toBe('paused');
  expect(leaveObstacle(fakeGroupView({ isActive: false }))).toBe('inactive');
});
