import * as v from 'valibot';
import { expect, test } from 'vitest';
import { groupChannels } from '../../bridge/channels/groupChannels.ts';
import { maxMembersInGroupView } from '../../bridge/groupView.ts';
import type { GroupDetails, GroupMember } from '../../core/conversation/describeGroup.ts';
import type { WindowContext } from '../port/createWindowHub.ts';
import { fakeConversationId, unsafeFakeClient } from '../session/unsafeFakeClient.ts';
import { groupProcedures } from './groupProcedures.ts';

const window = undefined as unknown as WindowContext;
const inboxIdOf = (index: number) => index.toString(16).padStart(64, '0');

const member = (index: number, change: Partial<GroupMember> = {}): GroupMember => ({
  inboxId: inboxIdOf(index),
  role: 'member',
  installationCount: 1,
  isLeaving: false,
  ...change,
});

function setUp(details: Partial<GroupDetails> = {}) {
  const made: unknown[][] = [];
  const client = {
    ...unsafeFakeClient(),
    groupDetails: async (): Promise<GroupDetails> => ({
      conversationId: fakeConversationId,
      name: 'Night shift',
      description: '',
      imageUrl: '',
      creatorInboxId: inboxIdOf(1),
      addedByInboxId: inboxIdOf(1),
      members: [member(1)],
      ownRole: 'member',
      preset: 'allMembers',
      permissions: {
        addMember: 'allow',
        removeMember: 'admin',
        addAdmin: 'superAdmin',
        removeAdmin: 'superAdmin',
        name: 'allow',
        description: 'allow',
        imageUrl: 'allow',
        appData: 'custom',
        disappearing: 'admin',
      },
      isActive: true,
      isLeaving: false,
      maybeForked: false,
      ...details,
    }),
    findInbox: async (peer: string) => ({ inboxId: target, address: peer }),
    setAdmin: async (...args: unknown[]) => void made.push(['setAdmin', ...args]),
    setDisappearing: async (...args: unknown[]) => void made.push(['setDisappearing', ...args]),
    setSuperAdmin: async (...args: unknown[]) => void made.push(['setSuperAdmin', ...args]),
  };
  const resolveName = async (name: string) => {
    made.push(['resolveName', name]);
    return { address: `0x${'a'.repeat(40)}` };
  };
  return {
    client,
    made,
    procedures: groupProcedures({ client: async () => client, resolveName, nowMs: () => 1_000 }),
  };
}

const target = inboxIdOf(2);

test.each([
  ['superAdmin', [['setSuperAdmin', fakeConversationId, target, true]]],
  [
    'admin',
    [
      ['setAdmin', fakeConversationId, target, true],
      ['setSuperAdmin', fakeConversationId, target, false],
    ],
  ],
  [
    'member',
    [
      ['setAdmin', fakeConversationId, target, false],
      ['setSuperAdmin', fakeConversationId, target, false],
    ],
  ],
] as const)('to be %s takes what else there was, super admin last', async (role, expected) => {
  const { made, procedures } = setUp();
  await procedures['group.setRole']({ conversationId: fakeConversationId, inboxId: target, role }, window);
  expect(made).toEqual(expected);
});

test('what a hostile group says of itself fits the view', async () => {
  const { client, procedures } = setUp();
  const own = client.inboxId;
  const crowd = Array.from({ length: 700 }, (_, index) => member(index, { address: `0x${'AB'.repeat(20)}` }));
  const { procedures: crowded } = setUp({
    name: '\u{1F600}'.repeat(4_000),
    description: 'd'.repeat(9_000),
    imageUrl: `https://example.com/${'i'.repeat(9_000)}`,
    pausedForVersion: '9'.repeat(200),
    members: [...crowd, member(0xffff, { role: 'superAdmin' }), { ...member(0), inboxId: own }],
  });
  const view = await crowded['group.details']({ conversationId: fakeConversationId }, window);
  expect(v.is(groupChannels['group.details'].output, view)).toBe(true);
  expect([view.memberCount, view.members.length]).toEqual([702, maxMembersInGroupView]);
  expect(view.members.slice(0, 2).map(({ inboxId }) => inboxId)).toEqual([own, inboxIdOf(0xffff)]);
  expect(
    v.is(
      groupChannels['group.details'].output,
      await procedures['group.details']({ conversationId: fakeConversationId }, window),
    ),
  ).toBe(true);
});

test('a member may be named by a name; an address is not looked up', async () => {
  const { procedures, made } = setUp();
  const found = { inboxId: target, address: `0x${'a'.repeat(40)}` };
  expect(await procedures['group.findMember']({ peer: ' alice.eth ' }, window)).toEqual(found);
  expect(await procedures['group.findMember']({ peer: found.address }, window)).toEqual(found);
  expect(made).toEqual([['resolveName', 'alice.eth']]);
});

test('messages vanish from now on, or not at all', async () => {
  const { procedures, made } = setUp();
  const conversationId = fakeConversationId;
  await procedures['group.setDisappearing']({ conversationId, inNs: '60000000000' }, window);
  await procedures['group.setDisappearing']({ conversationId }, window);
  expect(made).toEqual([
    ['setDisappearing', conversationId, { fromNs: 1_000_000_000n, inNs: 60_000_000_000n }],
    ['setDisappearing', conversationId, undefined],
  ]);
});
