import { describe, expect, test } from 'vitest';
import { webRandom } from '../../src/core/crypto/random.ts';
import { createGroup } from '../../src/core/mls/createGroup.ts';
import type { CustomProposalHandler } from '../../src/core/mls/customProposal.ts';
import { exportSecret, resumptionPsk } from '../../src/core/mls/exporter.ts';
import { listMembers, memberAt } from '../../src/core/mls/members.ts';
import { decodeWelcomeMessage } from '../../src/core/mls/mlsMessage.ts';
import type { PreSharedKey } from '../../src/core/mls/preSharedKeyId.ts';
import type { Proposal } from '../../src/core/mls/proposal.ts';
import { welcomeKeyPackageRefs } from '../../src/core/mls/welcome.ts';
import { add, capabilities, commitAndFollow, groupOf, MlsMember, type Mode, remove } from './mlsMember.ts';

const trio = (mode: Mode) => groupOf(3, mode) as [MlsMember, MlsMember, MlsMember];

describe.each<Mode>(['memory', 'stored'])('proposals in mode %s', (mode) => {
  test('nonsense among the pending ones is left out of a commit, and blocks nobody for longer', () => {
    const [first, second, third] = trio(mode);
    const send = (from: MlsMember, proposal: Proposal | 'update'): void => {
      const message = from.propose(proposal);
      for (const member of [first, second, third]) if (member !== from) member.receiveProposal(message);
    };
    send(third, { kind: 'remove', removed: 77 });
    send(third, { kind: 'custom', proposalType: 8, body: Uint8Array.of(0, 1, 2) });
    send(third, add(second.keyPackage()));
    send(third, 'update');
    send(second, 'update');
    send(third, 'update');
    const created = commitAndFollow(first, {}, [second, third]);
    expect(created.proposals.map(({ proposal, sender }) => [proposal.kind, sender])).toEqual([
      ['update', 1],
      ['update', 2],
    ]);
    expect(first.state.pendingProposals).toEqual([]);
    for (const reader of [first, second])
      expect(reader.read(third.send(`to ${reader.leafIndex}`))).toMatch(/^to/);
  });

  test('a remove wins over an update of the same member', () => {
    const [first, second, third] = trio(mode);
    const update = third.propose('update');
    const removal = second.propose(remove(second, third));
    for (const member of [first, second]) member.receiveProposal(update);
    for (const member of [first, third]) member.receiveProposal(removal);
    const created = first.commit({});
    expect(created.proposals.map(({ proposal }) => proposal.kind)).toEqual(['remove']);
    expect(third.receiveCommit(created.commit).kind).toBe('removedSelf');
    expect(second.receiveCommit(created.commit).kind).toBe('applied');
  });

  test('pre-shared keys, of the application and of a past epoch, go into the next epoch', () => {
    const [first, second, third] = trio(mode);
    const { groupId, epoch } = first.state.groupContext;
    commitAndFollow(first, {}, [second, third]);
    const nonce = webRandom.bytes(32);
    const external = { kind: 'external', pskId: Uint8Array.of(5), nonce } as const;
    const psks: PreSharedKey[] = [{ id: external, secret: webRandom.bytes(32) }];
    const proposals: Proposal[] = [
      { kind: 'psk', psk: external },
      { kind: 'psk', psk: { kind: 'resumption', usage: 'application', groupId, epoch, nonce } },
    ];
    const created = first.commit({ proposals, psks });
    expect(created.hasPath).toBe(false);
    for (const member of [second, third])
      expect(member.receiveCommit(created.commit, { psks }).kind).toBe('applied');
    first.merge();
    expect(new Set([first, second, third].map(({ authenticator }) => authenticator)).size).toBe(1);
    expect(() => third.commit({ proposals, psks: [] })).toThrow('Mls.InvalidMessage');
  });

  test('a custom proposal changes the extensions through its handler, alike for all', () => {
    const wide = { ...capabilities, proposals: [7, 8] };
    const handler: CustomProposalHandler = {
      proposalType: 8,
      requiresPath: false,
      transformExtensions: (extensions, bodies) => [
        ...extensions.filter(({ type }) => type !== 0xff02),
        { type: 0xff02, data: Uint8Array.from(bodies.map((body) => body.length)) },
      ],
    };
    const customProposals = [handler];
    const [first, second, third] = trio(mode);
    for (const member of [first, second, third]) {
      const others = [first, second, third].filter((other) => other !== member);
      commitAndFollow(member, { leaf: { capabilities: wide } }, others);
    }
    const body = Uint8Array.of(0x80, 4, 2);
    const proposals = [{ kind: 'custom', proposalType: 8, body } as const];
    const created = first.commit({ proposals, customProposals });
    for (const member of [second, third]) member.receiveCommit(created.commit, { customProposals });
    first.merge();
    expect(created.hasPath).toBe(false);
    expect(third.state.groupContext.extensions).toEqual([{ type: 0xff02, data: Uint8Array.of(3) }]);
    expect(new Set([first, second, third].map(({ authenticator }) => authenticator)).size).toBe(1);
  });
});

test('all members export the same secrets of an epoch, and others of the next', () => {
  const [first, second, third] = trio('memory');
  const secretsOf = (member: MlsMember) => [
    exportSecret(member.state, 'label', Uint8Array.of(1), 48),
    exportSecret(member.state, 'label', Uint8Array.of(2), 48),
    resumptionPsk(member.state),
  ];
  const before = secretsOf(first);
  expect(secretsOf(second)).toEqual(before);
  expect(before[0]).not.toEqual(before[1]);
  commitAndFollow(third, {}, [first, second]);
  expect(secretsOf(first)).toEqual(secretsOf(third));
  expect(secretsOf(first)[0]).not.toEqual(before[0]);
});

test('a welcome names the key packages that it is for', () => {
  const [first] = groupOf(1, 'memory') as [MlsMember];
  const generated = ['a', 'b'].map((name) => new MlsMember(name, 'memory').keyPackage());
  const { welcome } = first.commit({ proposals: generated.map(add) });
  expect(welcomeKeyPackageRefs(decodeWelcomeMessage(welcome as Uint8Array))).toEqual(
    generated.map(({ ref }) => ref),
  );
});

test('members are listed as their leaves present them, several of one identity included', () => {
  const [first, second] = groupOf(2, 'memory') as [MlsMember, MlsMember];
  const twin = new MlsMember('member 1', 'memory');
  const keyPackage = twin.keyPackage();
  commitAndFollow(first, { proposals: [add(keyPackage)] }, [second], [{ member: twin, keyPackage }]);
  const members = listMembers(twin.state);
  expect(members.map(({ leafIndex, credentialIdentity }) => [leafIndex, credentialIdentity])).toEqual([
    [0, first.identity],
    [1, second.identity],
    [2, second.identity],
  ]);
  expect(memberAt(twin.state, 2)).toEqual(members[2]);
  expect(memberAt(twin.state, 3)).toBeUndefined();
  expect(members[2]).toMatchObject({ signatureKey: twin.signatureKey, capabilities });
});

test('a group that we could not live in ourselves is not made', () => {
  const params = {
    groupId: webRandom.bytes(16),
    identity: new Uint8Array(),
    signaturePrivateKey: webRandom.bytes(32),
    capabilities,
    extensions: [{ type: 0xff77, data: new Uint8Array() }],
  };
  expect(() => createGroup(params, webRandom)).toThrow('Mls.InvalidState');
});
