import { equalBytes } from '../bytes/bytes.ts';
import type { CipherSuite } from './cipherSuite.ts';
import { decryptWithLabel } from './encryptWithLabel.ts';
import { encodeGroupContext, type GroupContext } from './groupContext.ts';
import { buildPathParents, mergePath } from './mergePath.ts';
import { refuse } from './mlsError.ts';
import { nextPathSecret, pathKey } from './pathSecret.ts';
import type { PathStep, RatchetTree } from './ratchetTree.ts';
import { isInSubtree, leafToNode } from './treeMath.ts';
import type { TreePrivateKeys } from './treePrivateKeys.ts';
import type { UpdatePath } from './updatePath.ts';

const invalid = (reason: string): never =>
  refuse('Mls.InvalidCommit', reason, 'The path of a commit breaks a rule of MLS.');

/**
 * Merges the public part of a received path (RFC 9420 sections 7.5 and 12.4.2): the number of nodes, the parent hash
 * of the leaf, and keys that are new to the tree. The leaf's other rules are the caller's.
 *
 * @param tree after the proposals of the commit
 * @throws Mls.InvalidCommit
 */
export function applyUpdatePath(tree: RatchetTree, sender: number, path: UpdatePath): RatchetTree {
  const steps = tree.filteredDirectPath(sender);
  if (steps.length !== path.nodes.length) invalid('wrongPathLength');
  const publicKeys = path.nodes.map(({ encryptionKey }) => encryptionKey);
  checkFreshKeys(tree, [path.leafNode.encryptionKey, ...publicKeys]);
  const parents = buildPathParents(tree, steps, publicKeys);
  const { source } = path.leafNode;
  if (source.kind !== 'commit') return invalid('wrongLeafSource');
  if (!equalBytes(source.parentHash, parents.leafParentHash)) invalid('badParentHash');
  return mergePath(tree, sender, path.leafNode, parents);
}

function checkFreshKeys(tree: RatchetTree, keys: readonly Uint8Array[]): void {
  keys.forEach((key, index) => {
    if (key.length !== 32) invalid('badKeyLength');
    const isKnown = (node: { readonly encryptionKey: Uint8Array } | undefined): boolean =>
      node !== undefined && equalBytes(node.encryptionKey, key);
    if (
      tree.leaves.some(isKnown) ||
      tree.parents.some(isKnown) ||
      keys.slice(0, index).some((other) => equalBytes(other, key))
    ) {
      invalid('duplicateKey');
    }
  });
}

/** What a path gives to a member that did not send it. */
export interface ReceivedPathSecrets {
  readonly privateKeys: TreePrivateKeys;
  readonly commitSecret: Uint8Array;
}

/**
 * Decrypts our path secret and derives all above it (RFC 9420 section 7.5).
 *
 * @param tree with the path merged
 * @param provisionalContext the context of the new epoch with the old confirmed transcript hash
 * @param newLeaves leaves added by the same commit
 * @throws Mls.InvalidCommit, Crypto.OpenFailed, Crypto.InvalidKey
 */
export function decryptPath(
  suite: CipherSuite,
  tree: RatchetTree,
  sender: number,
  path: UpdatePath,
  own: { readonly leafIndex: number; readonly privateKeys: TreePrivateKeys },
  provisionalContext: GroupContext,
  newLeaves: readonly number[],
): ReceivedPathSecrets {
  const newNodes = new Set(newLeaves.map(leafToNode));
  const steps = tree.filteredDirectPath(sender);
  const recipients = steps.map(({ copath }) => tree.resolution(copath).filter((node) => !newNodes.has(node)));
  path.nodes.forEach(({ encryptedPathSecrets }, index) => {
    if (encryptedPathSecrets.length !== recipients[index]?.length) invalid('wrongRecipients');
  });

  const ownNode = leafToNode(own.leafIndex);
  const first = steps.findIndex(({ node }) => isInSubtree(node, ownNode));
  const position = recipients[first]?.findIndex((node) => own.privateKeys.has(node)) ?? -1;
  const key = own.privateKeys.get(recipients[first]?.[position] ?? -1);
  const secret = path.nodes[first]?.encryptedPathSecrets[position];
  if (key === undefined || secret === undefined) return invalid('notARecipient');
  const pathSecret = decryptWithLabel(
    suite,
    key,
    'UpdatePathNode',
    encodeGroupContext(provisionalContext),
    secret,
  );
  return derivePath(suite, tree, steps.slice(first), pathSecret);
}

/**
 * The private keys of a path from one of its nodes upward.
 *
 * @throws Mls.InvalidCommit when they do not fit the public keys
 */
export function derivePath(
  suite: CipherSuite,
  tree: RatchetTree,
  steps: readonly PathStep[],
  pathSecret: Uint8Array,
): ReceivedPathSecrets {
  const privateKeys = new Map<number, Uint8Array>();
  let secret = pathSecret;
  for (const { node } of steps) {
    const key = pathKey(suite, secret);
    const expected = tree.encryptionKey(node);
    if (expected === undefined || !equalBytes(expected, key.publicKey)) return invalid('wrongPathSecret');
    privateKeys.set(node, key.privateKey);
    secret = nextPathSecret(secret);
  }
  return { privateKeys, commitSecret: secret };
}
