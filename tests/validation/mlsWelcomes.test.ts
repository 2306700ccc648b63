import { expect, test } from 'vitest';
import { decodeTls } from '../../src/core/bytes/tlsReader.ts';
import { encodeTls } from '../../src/core/bytes/tlsWriter.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { suite3 } from '../../src/core/mls/cipherSuite.ts';
import { createKeyPackage, type GeneratedKeyPackage } from '../../src/core/mls/createKeyPackage.ts';
import { decryptWithLabel, encryptWithLabel } from '../../src/core/mls/encryptWithLabel.ts';
import {
  type GroupInfo,
  readGroupInfo,
  signGroupInfo,
  writeGroupInfo,
} from '../../src/core/mls/groupInfo.ts';
import { type JoinParams, joinGroup } from '../../src/core/mls/joinGroup.ts';
import { encodeKeyPackage, signKeyPackage } from '../../src/core/mls/keyPackage.ts';
import { startEpoch, welcomeSecret } from '../../src/core/mls/keySchedule.ts';
import type { LeafNode } from '../../src/core/mls/leafNode.ts';
import { decodeMlsMessage, encodeMlsMessage } from '../../src/core/mls/mlsMessage.ts';
import { openKeyPackage } from '../../src/core/mls/openKeyPackage.ts';
import type { ParentNode } from '../../src/core/mls/parentNode.ts';
import { pskSecret } from '../../src/core/mls/pskSecret.ts';
import { fillTree, type RatchetTree } from '../../src/core/mls/ratchetTree.ts';
import { decodeRatchetTree, encodeRatchetTree } from '../../src/core/mls/ratchetTreeExtension.ts';
import { confirmationTag } from '../../src/core/mls/transcriptHash.ts';
import { treeHash } from '../../src/core/mls/treeHash.ts';
import { verifyNow } from '../../src/core/mls/verifyNow.ts';
import { type GroupSecrets, readGroupSecrets, writeGroupSecrets } from '../../src/core/mls/welcome.ts';
import { welcomeKey } from '../../src/core/mls/welcomeKey.ts';
import { add, capabilities, groupOf, MlsMember } from '../scenario/mlsMember.ts';
import { flipBit } from './mlsForgery.ts';

const refused = (reason: string, code = 'Mls.InvalidWelcome') =>
  expect.objectContaining({ code, details: expect.objectContaining({ reason }) });

interface Changes {
  readonly secrets?: (secrets: GroupSecrets) => GroupSecrets;
  /** Signed again, and confirmed again unless the tag itself is changed. */
  readonly info?: (info: GroupInfo) => GroupInfo;
  readonly tree?: (tree: RatchetTree) => RatchetTree;
  readonly keepTag?: boolean;
  /** Whether the commit has a path; true when absent. Without one no parent hash covers the leaves. */
  readonly path?: boolean;
}

/** A fifth member is welcomed by the first of four; `changes` are made by one who knows all secrets. */
function scene(changes: Changes = {}): {
  readonly params: JoinParams;
  readonly generated: GeneratedKeyPackage;
} {
  const members = groupOf(4, 'memory');
  const welcomer = members[0] as MlsMember;
  const newcomer = new MlsMember('newcomer', 'memory');
  const generated = newcomer.keyPackage();
  const created = welcomer.commit({ proposals: [add(generated)], forcePath: changes.path ?? true });
  const message = decodeMlsMessage(created.welcome ?? new Uint8Array());
  if (message.wireFormat !== 'welcome') throw new Error('no welcome');
  const [entry] = message.welcome.secrets;
  if (entry === undefined) throw new Error('no secrets');
  const { encryptedGroupInfo } = message.welcome;

  const plaintext = decryptWithLabel(
    suite3,
    generated.initPrivateKey,
    'Welcome',
    encryptedGroupInfo,
    entry.encryptedGroupSecrets,
  );
  const secrets = decodeTls(plaintext, readGroupSecrets);
  const { key, nonce } = welcomeKey(suite3, welcomeSecret(secrets.joinerSecret, pskSecret([])));
  const empty = new Uint8Array();
  let info = decodeTls(suite3.aead.open(key, nonce, empty, encryptedGroupInfo), readGroupInfo);
  if (changes.tree !== undefined) {
    const tree = changes.tree(decodeRatchetTree(info.extensions[0]?.data ?? empty));
    info = {
      ...info,
      groupContext: { ...info.groupContext, treeHash: treeHash(tree) },
      extensions: [{ type: 2, data: encodeRatchetTree(tree) }],
    };
  }
  info = changes.info?.(info) ?? info;
  if (changes.keepTag !== true) {
    const { confirmationKey } = startEpoch(secrets.joinerSecret, pskSecret([]), info.groupContext).secrets;
    const tag = confirmationTag(confirmationKey, info.groupContext.confirmedTranscriptHash);
    info = { ...info, confirmationTag: tag };
  }
  const signed = signGroupInfo(info, welcomer.signaturePrivateKey);
  const sealedInfo = suite3.aead.seal(key, nonce, empty, encodeTls(signed, writeGroupInfo));
  const groupSecrets = encodeTls(changes.secrets?.(secrets) ?? secrets, writeGroupSecrets);
  const welcome = encodeMlsMessage({
    wireFormat: 'welcome',
    welcome: {
      cipherSuite: 3,
      secrets: [
        {
          newMember: entry.newMember,
          encryptedGroupSecrets: encryptWithLabel(
            suite3,
            generated.keyPackage.initKey,
            'Welcome',
            sealedInfo,
            groupSecrets,
            webRandom,
          ),
        },
      ],
      encryptedGroupInfo: sealedInfo,
    },
  });
  return {
    generated,
    params: {
      welcome,
      keyPackage: generated.bytes,
      initPrivateKey: generated.initPrivateKey,
      encryptionPrivateKey: generated.encryptionPrivateKey,
      signaturePrivateKey: newcomer.signaturePrivateKey,
    },
  };
}

const join = (params: JoinParams) => () => verifyNow(joinGroup(params));

const changeLeaf =
  (leafIndex: number, change: (leaf: LeafNode) => LeafNode | undefined) =>
  (tree: RatchetTree): RatchetTree =>
    fillTree(
      tree.leaves.map((leaf, index) => (index === leafIndex && leaf !== undefined ? change(leaf) : leaf)),
      tree.parents,
    );

const changeParent =
  (node: number, change: (parent: ParentNode) => ParentNode | undefined) =>
  (tree: RatchetTree): RatchetTree =>
    fillTree(
      tree.leaves,
      tree.parents.map((parent, index) =>
        2 * index + 1 === node && parent !== undefined ? change(parent) : parent,
      ),
    );

test('the scene without changes is joined, so that each fault below is the one that counts', () => {
  expect(join(scene().params)().state.ownLeafIndex).toBe(4);
  // The first committed with a path, so the parents above it are there to be spoiled.
  const tree = join(scene().params)().state.tree;
  expect([1, 3, 7].map((node) => tree.isBlank(node))).toEqual([false, false, false]);
});

test('a welcome for another key package, or with other keys, is refused', () => {
  const { params } = scene();
  const other = new MlsMember('other', 'memory').keyPackage();
  expect(join({ ...params, keyPackage: other.bytes })).toThrow(refused('notAddressedToUs'));
  expect(join({ ...params, initPrivateKey: other.initPrivateKey })).toThrow(refused('openFailed'));
  expect(join({ ...params, encryptionPrivateKey: other.encryptionPrivateKey })).toThrow(
    refused('wrongPrivateKey', 'Mls.InvalidState'),
  );
});

test('another cipher suite is refused', () => {
  const { params } = scene();
  const message = decodeMlsMessage(params.welcome as Uint8Array);
  if (message.wireFormat !== 'welcome') throw new Error();
  expect(join({ ...params, welcome: { ...message.welcome, cipherSuite: 1 } })).toThrow(
    refused('wrongCipherSuite'),
  );
  const info = (value: GroupInfo) => ({ ...value, groupContext: { ...value.groupContext, cipherSuite: 1 } });
  expect(join(scene({ info }).params)).toThrow(refused('wrongCipherSuite'));
});

test('a GroupInfo that was changed does not open', () => {
  const { params } = scene();
  const message = decodeMlsMessage(params.welcome as Uint8Array);
  if (message.wireFormat !== 'welcome') throw new Error();
  const encryptedGroupInfo = flipBit(message.welcome.encryptedGroupInfo);
  expect(join({ ...params, welcome: { ...message.welcome, encryptedGroupInfo } })).toThrow(
    refused('openFailed'),
  );
});

test.each<[string, string, Changes]>([
  ['no tree', 'noRatchetTree', { info: (info) => ({ ...info, extensions: [] }) }],
  [
    'a tree of another hash',
    'wrongTreeHash',
    {
      info: (info) => ({
        ...info,
        groupContext: { ...info.groupContext, treeHash: flipBit(info.groupContext.treeHash) },
      }),
    },
  ],
  [
    'a wrong confirmation tag',
    'badConfirmationTag',
    { keepTag: true, info: (info) => ({ ...info, confirmationTag: flipBit(info.confirmationTag) }) },
  ],
  ['a signer that is no member', 'unknownSigner', { info: (info) => ({ ...info, signer: 7 }) }],
  [
    'an extension that we do not understand',
    'unsupportedExtension',
    {
      info: (info) => ({
        ...info,
        groupContext: { ...info.groupContext, extensions: [{ type: 0xff77, data: new Uint8Array() }] },
      }),
    },
  ],
  [
    'a tree without us',
    'noOwnLeaf',
    { path: false, tree: changeLeaf(4, (leaf) => ({ ...leaf, signature: flipBit(leaf.signature) })) },
  ],
  [
    'a reinit key in a later epoch',
    'missingPsk',
    {
      secrets: (secrets) => ({
        ...secrets,
        psks: [
          {
            kind: 'resumption',
            usage: 'reInit',
            groupId: new Uint8Array(16),
            epoch: 1n,
            nonce: new Uint8Array(32),
          },
        ],
      }),
    },
  ],
])('a welcome with %s is refused', (_, reason, changes) => {
  expect(join(scene(changes).params)).toThrow(
    expect.objectContaining({
      code: expect.stringMatching(/^Mls\.(InvalidWelcome|InvalidMessage)$/),
      details: expect.objectContaining({ reason }),
    }),
  );
});

test('a path secret that does not fit the tree is refused', () => {
  const secrets = (value: GroupSecrets) => ({ ...value, pathSecret: new Uint8Array(32) });
  expect(join(scene({ secrets }).params)).toThrow(refused('wrongPathSecret', 'Mls.InvalidCommit'));
});

test('a GroupInfo signed by another member is not confirmed', () => {
  expect(join(scene({ info: (info) => ({ ...info, signer: 1 }) }).params)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^Mls\./) }),
  );
});

test.each<[string, string, (tree: RatchetTree) => RatchetTree]>([
  [
    'a changed parent key',
    'badParentHash',
    changeParent(3, (node) => ({ ...node, encryptionKey: flipBit(node.encryptionKey) })),
  ],
  [
    'a changed parent hash',
    'badParentHash',
    changeParent(1, (node) => ({ ...node, parentHash: flipBit(node.parentHash) })),
  ],
  [
    'an unmerged leaf outside of its parent',
    'badUnmergedLeaf',
    changeParent(1, (node) => ({ ...node, unmergedLeaves: [3] })),
  ],
  ['a blank unmerged leaf', 'badUnmergedLeaf', changeParent(7, (node) => ({ ...node, unmergedLeaves: [6] }))],
  [
    'an unmerged leaf far away',
    'badUnmergedLeaf',
    changeParent(7, (node) => ({ ...node, unmergedLeaves: [0xffff_ffff] })),
  ],
  [
    'unmerged leaves out of order',
    'badUnmergedLeaf',
    changeParent(7, (node) => ({ ...node, unmergedLeaves: [4, 3] })),
  ],
  [
    'an unmerged leaf that a parent between forgot',
    'badUnmergedLeaf',
    changeParent(7, (node) => ({ ...node, unmergedLeaves: [1] })),
  ],
  [
    'one encryption key twice',
    'duplicateKey',
    (tree) =>
      changeLeaf(2, (leaf) => ({
        ...leaf,
        encryptionKey: tree.leaf(1)?.encryptionKey ?? leaf.encryptionKey,
      }))(tree),
  ],
  [
    'one signature key twice',
    'duplicateKey',
    (tree) =>
      changeLeaf(2, (leaf) => ({ ...leaf, signatureKey: tree.leaf(1)?.signatureKey ?? leaf.signatureKey }))(
        tree,
      ),
  ],
  [
    'a key of a parent at a leaf',
    'duplicateKey',
    (tree) =>
      changeLeaf(2, (leaf) => ({
        ...leaf,
        encryptionKey: tree.parentNode(1)?.encryptionKey ?? leaf.encryptionKey,
      }))(tree),
  ],
  [
    'a leaf that does not list its credential',
    'credentialNotInCapabilities',
    changeLeaf(2, (leaf) => ({ ...leaf, capabilities: { ...capabilities, credentials: [] } })),
  ],
  [
    'a leaf that does not list its extension',
    'extensionNotInCapabilities',
    changeLeaf(2, (leaf) => ({ ...leaf, extensions: [{ type: 0xff99, data: new Uint8Array() }] })),
  ],
  [
    'a leaf whose key is too short',
    'badKeyLength',
    changeLeaf(2, (leaf) => ({ ...leaf, encryptionKey: new Uint8Array(31) })),
  ],
])('a tree with %s is refused', (_, reason, tree) => {
  expect(join(scene({ tree }).params)).toThrow(refused(reason, 'Mls.InvalidTree'));
});

test('a leaf with a wrong signature is not confirmed', () => {
  const tree = changeLeaf(2, (leaf) => ({ ...leaf, signature: flipBit(leaf.signature) }));
  expect(join(scene({ path: false, tree }).params)).toThrow(refused('badSignature', 'Mls.InvalidMessage'));
});

test('a tree that ends blank, has its nodes misplaced or is too large is refused', () => {
  const decode = (nodes: readonly number[]) => () =>
    decodeRatchetTree(encodeTls(Uint8Array.from(nodes), (writer, bytes) => writer.opaque(bytes)));
  const invalid = (reason: string) => refused(reason, 'Mls.InvalidTree');
  expect(decode([])).toThrow(invalid('blankEnd'));
  expect(decode([0])).toThrow(invalid('blankEnd'));
  expect(decode([0, 0])).toThrow(invalid('blankEnd'));
  expect(decode([1, 2])).toThrow(invalid('misplacedNode'));
  expect(decode([0, 1, 1])).toThrow(invalid('misplacedNode'));
  expect(decode(Array.from({ length: 100_000 }, () => 0))).toThrow(invalid('treeTooLarge'));
});

// Section 10.1, key packages

test('a key package is refused outside of its lifetime, and only when a time is given', () => {
  const member = new MlsMember('member', 'memory');
  const { bytes } = createKeyPackage(
    {
      identity: member.identity,
      signaturePrivateKey: member.signaturePrivateKey,
      capabilities,
      lifetime: { notBefore: 100n, notAfter: 200n },
    },
    webRandom,
  );
  const outside = refused('outsideLifetime', 'Mls.InvalidKeyPackage');
  expect(() => openKeyPackage(bytes, { nowSeconds: 99n })).toThrow(outside);
  expect(() => openKeyPackage(bytes, { nowSeconds: 201n })).toThrow(outside);
  for (const nowSeconds of [100n, 200n])
    expect(verifyNow(openKeyPackage(bytes, { nowSeconds }))).toBeDefined();
  expect(verifyNow(openKeyPackage(bytes))).toBeDefined();
});

test('a key package with a rule broken or a wrong signature is refused', () => {
  const member = new MlsMember('member', 'memory');
  const { keyPackage } = member.keyPackage();
  const open = (changes: Partial<typeof keyPackage>, sign = true) => {
    const changed = { ...keyPackage, ...changes };
    const signed = sign ? signKeyPackage(changed, member.signaturePrivateKey) : changed;
    return () => verifyNow(openKeyPackage(encodeKeyPackage(signed)));
  };
  const invalid = (reason: string) => refused(reason, 'Mls.InvalidKeyPackage');
  expect(open({})).not.toThrow();
  expect(open({ version: 2 })).toThrow(invalid('wrongVersion'));
  expect(open({ cipherSuite: 1 })).toThrow(invalid('wrongCipherSuite'));
  expect(open({ initKey: keyPackage.leafNode.encryptionKey })).toThrow(invalid('reusedInitKey'));
  expect(open({ initKey: new Uint8Array(31) })).toThrow(invalid('badKeyLength'));
  expect(open({ leafNode: { ...keyPackage.leafNode, source: { kind: 'update' } } })).toThrow();
  const bad = refused('badSignature', 'Mls.InvalidMessage');
  expect(open({ signature: flipBit(keyPackage.signature) }, false)).toThrow(bad);
  const leafNode = { ...keyPackage.leafNode, signature: flipBit(keyPackage.leafNode.signature) };
  expect(open({ leafNode })).toThrow(bad);
});
