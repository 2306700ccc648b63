import { expect, test } from 'vitest';
import { policiesExtension, replaceExtension } from '../../src/core/group/groupContextExtensions.ts';
import { adminOnlyPolicies } from '../../src/core/group/policyPresets.ts';
import { validateStandaloneProposal } from '../../src/core/group/standaloneProposal.ts';
import {
  adding,
  changing,
  inboxes,
  installations,
  leafIndexes,
  removing,
  sceneExtensions,
  sceneLeaves,
  updating,
  withAttribute,
  withMetadata,
} from '../support/commitScene.ts';

/** Proposals that come as messages of their own, before anyone commits them. */
const extensions = sceneExtensions();
const { bob, carol, dave } = inboxes;
const judge = (sender: number, proposing: ReturnType<typeof changing>, context = extensions) => {
  const proposal = { proposal: proposing.proposal, sender };
  const verdict = validateStandaloneProposal({ extensions: context, leaves: sceneLeaves, proposal });
  return verdict.kind === 'invalid' ? verdict.reason : verdict.kind;
};

test.each([
  ['add', adding(dave, installations.dave)],
  ['remove', removing(leafIndexes.carol)],
  ['update', updating(carol, installations.carol)],
])('%s is not kept before groups are migrated', (_name, proposing) => {
  expect(judge(leafIndexes.alice, proposing)).toBe('proposalsNotEnabled');
});

test('a change of the context is kept when its author may make it', () => {
  const rename = changing(withAttribute(extensions, 'group_name', 'tea'));
  expect(judge(leafIndexes.carol, rename)).toBe('valid');
  expect(judge(9, rename)).toBe('actorNotMember');
  const strict = sceneExtensions({ policies: adminOnlyPolicies });
  const renameStrict = changing(withAttribute(strict, 'group_name', 'tea'));
  expect(judge(leafIndexes.carol, renameStrict, strict)).toBe('denied');
  expect(judge(leafIndexes.bob, renameStrict, strict)).toBe('valid');
});

test('roles and permissions', () => {
  const admins = changing(withMetadata(extensions, () => ({ adminInboxIds: [bob, carol] })));
  const noAdmins = changing(withMetadata(extensions, () => ({ adminInboxIds: [] })));
  const superAdmins = changing(withMetadata(extensions, () => ({ superAdminInboxIds: [bob] })));
  const policies = changing(replaceExtension(extensions, policiesExtension(adminOnlyPolicies)));
  for (const proposing of [admins, noAdmins, superAdmins, policies]) {
    expect(judge(leafIndexes.bob, proposing)).toBe('denied');
    expect(judge(leafIndexes.alice, proposing)).toBe('valid');
  }
});

test('the mutable metadata may not go', () => {
  const without = changing(extensions.filter(({ type }) => type !== 0xff00));
  expect(judge(leafIndexes.alice, without)).toBe('denied');
});

test('rubbish in a context is refused', () => {
  const rubbish = changing(replaceExtension(extensions, { type: 0xff00, data: Uint8Array.of(0x0a, 0xff) }));
  expect(judge(leafIndexes.alice, rubbish)).toBe('malformedContext');
  const rename = changing(withAttribute(extensions, 'group_name', 'tea'));
  expect(judge(leafIndexes.alice, rename, extensions.slice(1))).toBe('malformedContext');
});
