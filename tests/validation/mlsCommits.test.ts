import { expect, test } from 'vitest';
import { webRandom } from '../../src/core/crypto/random.ts';
import { createKeyPackage } from '../../src/core/mls/createKeyPackage.ts';
import { createUpdateProposal } from '../../src/core/mls/createUpdateProposal.ts';
import type { CustomProposalHandler } from '../../src/core/mls/customProposal.ts';
import type { Extension } from '../../src/core/mls/extension.ts';
import { signKeyPackage } from '../../src/core/mls/keyPackage.ts';
import { signLeafNode } from '../../src/core/mls/leafNode.ts';
import { openMessage } from '../../src/core/mls/openMessage.ts';
import type { PreSharedKeyId } from '../../src/core/mls/preSharedKeyId.ts';
import { processCommit } from '../../src/core/mls/processCommit.ts';
import type { Proposal } from '../../src/core/mls/proposal.ts';
import { encodeRequiredCapabilities } from '../../src/core/mls/requiredCapabilities.ts';
import { storeProposal } from '../../src/core/mls/storeProposal.ts';
import type { UpdatePath } from '../../src/core/mls/updatePath.ts';
import { verifyNow } from '../../src/core/mls/verifyNow.ts';
import { add, capabilities, fingerprint, groupOf, MlsMember, remove } from '../scenario/mlsMember.ts';
import { type Forgery, flipBit, forgeCommit } from './mlsForgery.ts';

const refused = (reason: string, code = 'Mls.InvalidCommit') =>
  expect.objectContaining({ code, details: expect.objectContaining({ reason }) });

/** Members 0 and 1 and 2; 0 forges, 1 judges, and must come out of it as it was. */
function judge(forgery: Forgery | ((members: readonly MlsMember[]) => Forgery), error: unknown): void {
  const members = groupOf(3, 'memory');
  const [forger, victim] = members as [MlsMember, MlsMember];
  const commit = forgeCommit(forger.state, typeof forgery === 'function' ? forgery(members) : forgery);
  const before = fingerprint(victim.state);
  expect(() => victim.receiveCommit(commit)).toThrow(error as Error);
  expect(fingerprint(victim.state)).toBe(before);
}

const psk = (nonceLength: number, fill = 1): Proposal => ({
  kind: 'psk',
  psk: { kind: 'external', pskId: Uint8Array.of(1), nonce: new Uint8Array(nonceLength).fill(fill) },
});
const contextExtensions = (...extensions: Extension[]): Proposal => ({
  kind: 'groupContextExtensions',
  extensions,
});
const newcomer = () => new MlsMember('newcomer', 'memory').keyPackage();

test('a forgery without a fault is taken, so that each fault below is the one that counts', () => {
  const [forger, victim] = groupOf(3, 'memory') as [MlsMember, MlsMember];
  const outcome = victim.receiveCommit(forgeCommit(forger.state, { proposals: [add(newcomer())] }));
  expect(outcome.kind).toBe('applied');
});

// Section 12.2, the list of proposals

test('the committer may not remove itself', () => {
  judge({ proposals: [{ kind: 'remove', removed: 0 }], path: false }, refused('removeOfCommitter'));
});

test('an update of the committer has no place in its own commit', () => {
  judge(([forger]) => {
    const { proposal } = createUpdateProposal((forger as MlsMember).state, webRandom);
    return { proposals: [proposal.proposal] };
  }, refused('updateByCommitter'));
});

test('a leaf may be removed only once', () => {
  judge(
    {
      proposals: [
        { kind: 'remove', removed: 2 },
        { kind: 'remove', removed: 2 },
      ],
    },
    refused('leafTouchedTwice'),
  );
});

test.each([3, 4, 1000, 0xffff_ffff])('a remove of leaf %i, where nobody is, is refused', (removed) => {
  judge({ proposals: [{ kind: 'remove', removed }] }, refused('blankLeaf'));
});

test('one client may not be added twice', () => {
  const member = new MlsMember('twin', 'memory');
  judge(
    { proposals: [add(member.keyPackage()), add(member.keyPackage())] },
    refused('duplicateKey', 'Mls.InvalidTree'),
  );
});

test('a member may not be added again without being removed', () => {
  judge(
    (members) => ({ proposals: [add((members[2] as MlsMember).keyPackage())] }),
    refused('duplicateKey', 'Mls.InvalidTree'),
  );
});

test('one pre-shared key may stand in a commit once, with a nonce of the right length', () => {
  judge({ proposals: [psk(32), psk(32)] }, refused('pskTwice'));
  judge({ proposals: [psk(31)] }, refused('badPskNonce'));
  judge({ proposals: [psk(32)] }, refused('missingPsk', 'Mls.InvalidMessage'));
});

test.each(['reInit', 'branch'] as const)('a resumption key for %s belongs into a welcome', (usage) => {
  const id: PreSharedKeyId = {
    kind: 'resumption',
    usage,
    groupId: new Uint8Array(16),
    epoch: 0n,
    nonce: new Uint8Array(32),
  };
  judge({ proposals: [{ kind: 'psk', psk: id }] }, refused('badPskUsage'));
});

test('the extensions of the group may be replaced once', () => {
  judge({ proposals: [contextExtensions(), contextExtensions()] }, refused('severalContextExtensions'));
});

const reInit = (version: number): Proposal => ({
  kind: 'reInit',
  groupId: new Uint8Array(16),
  version,
  cipherSuite: 3,
  extensions: [],
});

test('a group is closed by itself and not for an older version', () => {
  judge({ proposals: [reInit(1), add(newcomer())] }, refused('reInitWithOthers'));
  judge({ proposals: [reInit(0)] }, refused('reInitOlderVersion'));
});

test('an external init is for external commits', () => {
  judge({ proposals: [{ kind: 'externalInit', kemOutput: new Uint8Array(32) }] }, refused('externalInit'));
});

const appDataUpdate: Proposal = {
  kind: 'custom',
  proposalType: 8,
  body: Uint8Array.of(0x80, 0x04, 1, 2, 7, 7),
};
const handler: CustomProposalHandler = {
  proposalType: 8,
  requiresPath: false,
  transformExtensions: (extensions) => extensions,
};

test('a proposal type without a handler is refused, and one that a member does not support', () => {
  judge({ proposals: [appDataUpdate] }, refused('unsupportedProposal'));
  const [forger, victim] = groupOf(2, 'memory') as [MlsMember, MlsMember];
  const commit = forgeCommit(forger.state, { proposals: [appDataUpdate] });
  expect(() => victim.receiveCommit(commit, { customProposals: [handler] })).toThrow(
    refused('unsupportedProposal'),
  );
});

test('a commit is refused that refers to a proposal nobody sent, or twice to one', () => {
  judge({ items: [{ kind: 'reference', reference: new Uint8Array(32) }] }, refused('unknownProposal'));
  const [forger, victim] = groupOf(3, 'memory') as [MlsMember, MlsMember];
  victim.receiveProposal(forger.propose({ kind: 'remove', removed: 2 }));
  const { reference } = victim.state.pendingProposals[0] as { reference: Uint8Array };
  const item = { kind: 'reference', reference } as const;
  const commit = forgeCommit(forger.state, { items: [item, item] });
  expect(() => victim.receiveCommit(commit)).toThrow(refused('proposalTwice'));
});

test('an update and a remove of one leaf do not go together', () => {
  const [forger, victim, third] = groupOf(3, 'memory') as [MlsMember, MlsMember, MlsMember];
  const update = third.propose('update');
  forger.receiveProposal(update);
  victim.receiveProposal(update);
  const { reference } = victim.state.pendingProposals[0] as { reference: Uint8Array };
  const items = [
    { kind: 'reference', reference },
    { kind: 'proposal', proposal: { kind: 'remove', removed: 2 } },
  ] as const;
  expect(() => victim.receiveCommit(forgeCommit(forger.state, { items }))).toThrow(
    refused('leafTouchedTwice'),
  );
});

test('an update must bring a new encryption key', () => {
  const [forger, victim, third] = groupOf(3, 'memory') as [MlsMember, MlsMember, MlsMember];
  const present = third.state.tree.leaf(2);
  if (present === undefined) throw new Error('no leaf');
  const leafNode = signLeafNode({ ...present, source: { kind: 'update' } }, third.signaturePrivateKey, {
    groupId: third.state.groupContext.groupId,
    leafIndex: 2,
  });
  victim.receiveProposal(third.propose({ kind: 'update', leafNode }));
  const { reference } = victim.state.pendingProposals[0] as { reference: Uint8Array };
  const commit = forgeCommit(forger.state, { items: [{ kind: 'reference', reference }] });
  expect(() => victim.receiveCommit(commit)).toThrow(refused('reusedEncryptionKey'));
});

test('an update signed by somebody else is not confirmed', () => {
  const [forger, victim, third] = groupOf(3, 'memory') as [MlsMember, MlsMember, MlsMember];
  const { proposal } = createUpdateProposal(third.state, webRandom);
  if (proposal.proposal.kind !== 'update') throw new Error('no update');
  const { leafNode } = proposal.proposal;
  const wrong: Proposal = {
    kind: 'update',
    leafNode: { ...leafNode, signature: flipBit(leafNode.signature) },
  };
  const message = third.propose(wrong);
  for (const member of [forger, victim]) member.receiveProposal(message);
  const created = forger.commit({});
  expect(() => victim.receiveCommit(created.commit)).toThrow(refused('badSignature', 'Mls.InvalidMessage'));
});

// Section 12.4, the path

test.each<[string, Forgery]>([
  ['an empty commit', {}],
  ['a remove', { proposals: [{ kind: 'remove', removed: 2 }] }],
  ['new extensions', { proposals: [contextExtensions()] }],
])('%s needs a path', (_, forgery) => {
  judge({ ...forgery, path: false }, refused('missingPath'));
});

test('a custom proposal whose handler asks for a path needs one', () => {
  const wide = { ...capabilities, proposals: [7, 8] };
  const [forger] = groupOf(1, 'memory') as [MlsMember];
  const victim = new MlsMember('victim', 'memory');
  const generated = createKeyPackage(
    {
      identity: victim.identity,
      signaturePrivateKey: victim.signaturePrivateKey,
      capabilities: wide,
      lifetime: { notBefore: 0n, notAfter: 1n << 40n },
    },
    webRandom,
  );
  const created = forger.commit({ proposals: [add(generated)], leaf: { capabilities: wide } });
  forger.merge();
  victim.join(created.welcome as Uint8Array, generated);
  const commit = forgeCommit(forger.state, { proposals: [appDataUpdate], path: false });
  const strict = { ...handler, requiresPath: true };
  expect(() => victim.receiveCommit(commit, { customProposals: [strict] })).toThrow(refused('missingPath'));
  expect(victim.receiveCommit(commit, { customProposals: [handler] }).hasPath).toBe(false);
});

const onFirstNode =
  (change: (node: UpdatePath['nodes'][number]) => UpdatePath['nodes'][number]) =>
  (path: UpdatePath): UpdatePath => ({
    ...path,
    nodes: path.nodes.map((node, index) => (index === 0 ? change(node) : node)),
  });

test.each<[string, string, (path: UpdatePath) => UpdatePath]>([
  ['too few nodes', 'wrongPathLength', (path) => ({ ...path, nodes: path.nodes.slice(1) })],
  ['too many nodes', 'wrongPathLength', (path) => ({ ...path, nodes: [...path.nodes, ...path.nodes] })],
  [
    'a public key that its parent hash does not know',
    'badParentHash',
    onFirstNode((node) => ({ ...node, encryptionKey: flipBit(node.encryptionKey) })),
  ],
  [
    'a key of a wrong length',
    'badKeyLength',
    onFirstNode((node) => ({ ...node, encryptionKey: node.encryptionKey.slice(1) })),
  ],
  [
    'the key of its own leaf at a node',
    'duplicateKey',
    (path) => onFirstNode((node) => ({ ...node, encryptionKey: path.leafNode.encryptionKey }))(path),
  ],
  [
    'a recipient left out',
    'wrongRecipients',
    onFirstNode((node) => ({ ...node, encryptedPathSecrets: node.encryptedPathSecrets.slice(1) })),
  ],
  [
    'a leaf of another source',
    'wrongLeafSource',
    (path) => ({ ...path, leafNode: { ...path.leafNode, source: { kind: 'update' } } }),
  ],
  [
    'a leaf without its credential type',
    'credentialNotInCapabilities',
    (path) => ({
      ...path,
      leafNode: { ...path.leafNode, capabilities: { ...capabilities, credentials: [2] } },
    }),
  ],
])('a path with %s is refused', (_, reason, changePath) => {
  judge({ changePath }, refused(reason));
});

test('a path that takes up a key of the tree again is refused', () => {
  judge((members) => {
    const old = (members[0] as MlsMember).state.tree.leaf(2);
    return {
      changePath: (path) => ({
        ...path,
        leafNode: { ...path.leafNode, encryptionKey: old?.encryptionKey ?? new Uint8Array() },
      }),
    };
  }, refused('duplicateKey'));
});

test('a path secret for a wrong key, or that does not open, is refused', () => {
  judge(
    {
      changePath: onFirstNode((node) => ({
        ...node,
        encryptedPathSecrets: node.encryptedPathSecrets.map(({ kemOutput, ciphertext }) => ({
          kemOutput,
          ciphertext: flipBit(ciphertext),
        })),
      })),
    },
    expect.objectContaining({ code: 'Crypto.OpenFailed' }),
  );
  const [forger, victim] = groupOf(2, 'memory') as [MlsMember, MlsMember];
  const other = forgeCommit(forger.state, {});
  const opened = verifyNow(openMessage(victim.state, other).content);
  if (opened.kind !== 'commit' || opened.commit.authenticated.content.body.kind !== 'commit')
    throw new Error();
  const foreign = opened.commit.authenticated.content.body.commit.path?.nodes[0]?.encryptedPathSecrets;
  const commit = forgeCommit(forger.state, {
    changePath: onFirstNode((node) => ({ ...node, encryptedPathSecrets: foreign ?? [] })),
  });
  expect(() => victim.receiveCommit(commit)).toThrow(expect.objectContaining({ code: 'Crypto.OpenFailed' }));
});

test('a leaf of a path whose own signature is wrong is not confirmed', () => {
  judge(
    {
      changePath: (path) => ({
        ...path,
        leafNode: { ...path.leafNode, signature: flipBit(path.leafNode.signature) },
      }),
    },
    // What the commit confirms is another tree, which is found out before any signature is.
    expect.objectContaining({ code: expect.stringMatching(/^(Mls|Crypto)\./) }),
  );
});

test('a wrong confirmation tag is refused', () => {
  judge({ changeTag: flipBit }, refused('badConfirmationTag'));
  judge({ changeTag: () => new Uint8Array() }, refused('badConfirmationTag'));
});

// Sections 7.3, 10.1, 12.1.7 and 13.4: who comes in must fit, and the members must follow

const withLimits = (changes: Partial<typeof capabilities>) => {
  const member = new MlsMember('limited', 'memory');
  return createKeyPackage(
    {
      identity: member.identity,
      signaturePrivateKey: member.signaturePrivateKey,
      capabilities: { ...capabilities, ...changes },
      lifetime: { notBefore: 0n, notAfter: 1n << 40n },
    },
    webRandom,
  );
};

test('somebody who does not understand the extensions of the group is not added', () => {
  const [forger, victim] = groupOf(2, 'memory', [{ type: 0xff01, data: new Uint8Array() }]) as [
    MlsMember,
    MlsMember,
  ];
  const commit = forgeCommit(forger.state, { proposals: [add(withLimits({ extensions: [] }))] });
  expect(() => victim.receiveCommit(commit)).toThrow(refused('missingCapability'));
});

test('extensions that a member does not understand, or requirements that it does not meet, are refused', () => {
  judge(
    { proposals: [contextExtensions({ type: 0xff77, data: new Uint8Array() })] },
    refused('missingCapability'),
  );
  const required = encodeRequiredCapabilities({ extensions: [0xff77], proposals: [], credentials: [] });
  judge({ proposals: [contextExtensions({ type: 3, data: required })] }, refused('missingCapability'));
});

test('new requirements hold for who is added by the same commit', () => {
  const required = encodeRequiredCapabilities({ extensions: [0xff02], proposals: [], credentials: [] });
  judge(
    {
      proposals: [contextExtensions({ type: 3, data: required }), add(withLimits({ extensions: [0xff01] }))],
    },
    refused('missingCapability'),
  );
});

test('somebody who does not list the suite or the version of the group is not added', () => {
  for (const limits of [{ cipherSuites: [1] }, { versions: [2] }]) {
    judge({ proposals: [add(withLimits(limits))] }, refused('missingCapability'));
  }
});

test('extensions stand where they belong', () => {
  for (const type of [1, 2, 4, 10]) {
    judge(
      { proposals: [contextExtensions({ type, data: new Uint8Array() })] },
      refused('misplacedExtension'),
    );
  }
  for (const type of [2, 3, 4, 5, 10]) {
    judge({ leaf: { extensions: [{ type, data: new Uint8Array() }] } }, refused('misplacedExtension'));
  }
});

test('an init key serves one member and is nobody’s encryption key', () => {
  const [one, other] = [new MlsMember('one', 'memory'), new MlsMember('other', 'memory')];
  const first = one.keyPackage();
  const second = other.keyPackage().keyPackage;
  const twin = signKeyPackage({ ...second, initKey: first.keyPackage.initKey }, other.signaturePrivateKey);
  judge({ proposals: [add(first), { kind: 'add', keyPackage: twin }] }, refused('reusedInitKey'));
  judge((members) => {
    const initKey = (members[0] as MlsMember).state.tree.leaf(2)?.encryptionKey ?? new Uint8Array();
    const keyPackage = signKeyPackage({ ...second, initKey }, other.signaturePrivateKey);
    return { proposals: [{ kind: 'add', keyPackage }] };
  }, refused('reusedInitKey'));
});

test('a leaf of a path must keep what the group requires', () => {
  const [forger, victim] = groupOf(2, 'memory', [{ type: 0xff01, data: new Uint8Array() }]) as [
    MlsMember,
    MlsMember,
  ];
  const commit = forgeCommit(forger.state, { leaf: { capabilities: { ...capabilities, extensions: [] } } });
  expect(() => victim.receiveCommit(commit)).toThrow(refused('missingCapability'));
});

test('a key package of another suite, or with one key for two purposes, is not added', () => {
  const member = new MlsMember('odd', 'memory');
  const { keyPackage } = member.keyPackage();
  const { signaturePrivateKey } = member;
  judge(
    {
      proposals: [
        { kind: 'add', keyPackage: signKeyPackage({ ...keyPackage, cipherSuite: 1 }, signaturePrivateKey) },
      ],
    },
    refused('wrongCipherSuite'),
  );
  const reused = { ...keyPackage, initKey: keyPackage.leafNode.encryptionKey };
  judge(
    { proposals: [{ kind: 'add', keyPackage: signKeyPackage(reused, signaturePrivateKey) }] },
    refused('reusedInitKey'),
  );
});

test('a key package with a wrong signature, its own or of its leaf, is not confirmed', () => {
  const { keyPackage } = newcomer();
  const bad = refused('badSignature', 'Mls.InvalidMessage');
  judge(
    { proposals: [{ kind: 'add', keyPackage: { ...keyPackage, signature: flipBit(keyPackage.signature) } }] },
    bad,
  );
  const member = new MlsMember('odd', 'memory');
  const odd = member.keyPackage().keyPackage;
  const leafNode = { ...odd.leafNode, signature: flipBit(odd.leafNode.signature) };
  judge(
    {
      proposals: [
        { kind: 'add', keyPackage: signKeyPackage({ ...odd, leafNode }, member.signaturePrivateKey) },
      ],
    },
    bad,
  );
});

// The state of the group

test('commits are refused after removal, for another epoch, and of our own', () => {
  const [first, second, third] = groupOf(3, 'memory') as [MlsMember, MlsMember, MlsMember];
  const kept = first.state;
  const opened = verifyNow(openMessage(second.state, forgeCommit(first.state, {})).content);
  if (opened.kind !== 'commit') throw new Error('no commit');
  first.commit({ proposals: [remove(first, third)] });
  const removal = first.commit({ proposals: [remove(first, third)] });
  second.receiveCommit(removal.commit);
  third.receiveCommit(removal.commit);
  expect(() => processCommit(second.state, opened.commit)).toThrow(refused('wrongEpoch', 'Mls.InvalidState'));
  expect(() => processCommit(third.state, opened.commit)).toThrow(refused('removed', 'Mls.InvalidState'));
  expect(() => processCommit(kept, opened.commit)).toThrow(refused('ownCommit', 'Mls.InvalidState'));
});

test('a group that was closed takes nothing more', () => {
  const [first, second] = groupOf(2, 'memory') as [MlsMember, MlsMember];
  const created = first.commit({ proposals: [reInit(1)] });
  second.receiveCommit(created.commit);
  first.merge();
  for (const member of [first, second]) {
    expect(member.state.status).toBe('reInitialized');
    expect(() => member.send('more')).toThrow('Mls.InvalidState');
    expect(() => member.commit({})).toThrow('Mls.InvalidState');
  }
});

test('where nobody knows how to close a group, it goes on in the next epoch', () => {
  const [first, second] = groupOf(2, 'memory') as [MlsMember, MlsMember];
  const rules = { ignoresReInit: true };
  const proposals = [reInit(0), reInit(1), add(newcomer())];
  const created = first.commit({ proposals, ...rules });
  second.receiveCommit(created.commit, rules);
  first.merge();
  for (const member of [first, second]) expect(member.state.status).toBe('active');
  expect(second.state.groupContext).toEqual(first.state.groupContext);
});

test('our own commits obey the same rules', () => {
  const [first, , third] = groupOf(3, 'memory') as [MlsMember, MlsMember, MlsMember];
  const make =
    (...proposals: Proposal[]) =>
    () =>
      first.commit({ proposals });
  expect(make({ kind: 'remove', removed: 0 })).toThrow(refused('removeOfCommitter'));
  expect(make({ kind: 'remove', removed: 9 })).toThrow(refused('blankLeaf'));
  expect(make(remove(first, third), remove(first, third))).toThrow(refused('leafTouchedTwice'));
  expect(make(add(third.keyPackage()))).toThrow(refused('duplicateKey', 'Mls.InvalidTree'));
  expect(make(contextExtensions({ type: 0xff77, data: new Uint8Array() }))).toThrow(
    refused('missingCapability'),
  );
  expect(make(appDataUpdate)).toThrow(refused('unsupportedProposal'));
  expect(make(psk(32))).toThrow(refused('missingPsk', 'Mls.InvalidMessage'));
  expect(() => first.commit({ leaf: { capabilities: { ...capabilities, credentials: [] } } })).toThrow(
    refused('credentialNotInCapabilities'),
  );
});

test('a member cannot make a group remember proposals without end', () => {
  const [first] = groupOf(2, 'memory') as [MlsMember];
  let { state } = first;
  const proposal: Proposal = { kind: 'remove', removed: 1 };
  const store = (index: number) => {
    const reference = new Uint8Array(32);
    new DataView(reference.buffer).setUint32(0, index);
    state = storeProposal(state, { reference, proposal, sender: 1 });
  };
  for (let index = 0; index < 1024; index += 1) store(index);
  expect(() => store(1024)).toThrow(refused('tooManyProposals', 'Mls.InvalidState'));
});
