import type { Random } from '../ports.ts';
import { type CipherSuite, hashLength } from './cipherSuite.ts';
import { encryptWithLabel } from './encryptWithLabel.ts';
import { encodeGroupContext, type GroupContext } from './groupContext.ts';
import { type LeafNode, signLeafNode } from './leafNode.ts';
import { buildPathParents, mergePath } from './mergePath.ts';
import { nextPathSecret, pathKey } from './pathSecret.ts';
import type { PathStep, RatchetTree } from './ratchetTree.ts';
import { isInSubtree, leafToNode } from './treeMath.ts';
import type { TreePrivateKeys } from './treePrivateKeys.ts';
import type { UpdatePath, UpdatePathNode } from './updatePath.ts';

/** A committer's fresh path, not encrypted to anybody yet. */
export interface FreshPath {
  /** With the path merged. */
  readonly tree: RatchetTree;
  readonly leafNode: LeafNode;
  readonly steps: readonly (PathStep & { readonly pathSecret: Uint8Array })[];
  readonly privateKeys: TreePrivateKeys;
  readonly commitSecret: Uint8Array;
}

/**
 * Fresh keys for a member's leaf and the nodes above it (RFC 9420 section 7.5).
 *
 * @param tree after the proposals of the commit
 * @param leaf what the new leaf keeps of the old one
 */
export function createFreshPath(
  suite: CipherSuite,
  tree: RatchetTree,
  leafIndex: number,
  leaf: Pick<LeafNode, 'signatureKey' | 'credential' | 'capabilities' | 'extensions'>,
  groupId: Uint8Array,
  signaturePrivateKey: Uint8Array,
  random: Random,
): FreshPath {
  const leafKey = suite.hpke.kem.derive(random.bytes(hashLength));
  const privateKeys = new Map([[leafToNode(leafIndex), leafKey.privateKey]]);
  const publicKeys: Uint8Array[] = [];
  let pathSecret = random.bytes(hashLength);
  const steps = tree.filteredDirectPath(leafIndex).map((step) => {
    const key = pathKey(suite, pathSecret);
    privateKeys.set(step.node, key.privateKey);
    publicKeys.push(key.publicKey);
    const withSecret = { ...step, pathSecret };
    pathSecret = nextPathSecret(pathSecret);
    return withSecret;
  });
  const pathParents = buildPathParents(tree, steps, publicKeys);
  const leafNode = signLeafNode(
    {
      encryptionKey: leafKey.publicKey,
      signatureKey: leaf.signatureKey,
      credential: leaf.credential,
      capabilities: leaf.capabilities,
      source: { kind: 'commit', parentHash: pathParents.leafParentHash },
      extensions: leaf.extensions,
    },
    signaturePrivateKey,
    { groupId, leafIndex },
  );
  return {
    tree: mergePath(tree, leafIndex, leafNode, pathParents),
    leafNode,
    steps,
    privateKeys,
    commitSecret: pathSecret,
  };
}

/**
 * Encrypts each path secret to the members below the other child (RFC 9420 section 7.6).
 *
 * @param provisionalContext the context of the new epoch with the old confirmed transcript hash
 * @param newLeaves leaves added by the same commit: they get their path secret in the welcome
 */
export function encryptPath(
  suite: CipherSuite,
  path: FreshPath,
  provisionalContext: GroupContext,
  newLeaves: readonly number[],
  random: Random,
): UpdatePath {
  const context = encodeGroupContext(provisionalContext);
  const newNodes = new Set(newLeaves.map(leafToNode));
  const nodes = path.steps.map((step): UpdatePathNode => {
    const encryptionKey = path.tree.encryptionKey(step.node) as Uint8Array;
    const encryptedPathSecrets = path.tree
      .resolution(step.copath)
      .filter((node) => !newNodes.has(node))
      .map((node) =>
        encryptWithLabel(
          suite,
          path.tree.encryptionKey(node) as Uint8Array,
          'UpdatePathNode',
          context,
          step.pathSecret,
          random,
        ),
      );
    return { encryptionKey, encryptedPathSecrets };
  });
  return { leafNode: path.leafNode, nodes };
}

/** The path secret that a new member needs: that of the lowest node above both. */
export function pathSecretFor(path: FreshPath, leafIndex: number): Uint8Array | undefined {
  return path.steps.find(({ node }) => isInSubtree(node, leafToNode(leafIndex)))?.pathSecret;
}
