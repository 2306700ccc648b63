import { TlsWriter } from '../bytes/tlsWriter.ts';
import { sha256 } from '../crypto/hash.ts';
import { writeLeafNode } from './leafNode.ts';
import { writeParentNode } from './parentNode.ts';
import type { RatchetTree } from './ratchetTree.ts';
import { isInSubtree, isLeafNode, leafToNode, left, nodeToLeaf, right } from './treeMath.ts';

/** The tree hash of a subtree (RFC 9420 section 7.8), remembered in the tree. */
export function treeHash(tree: RatchetTree, node: number = tree.rootNode): Uint8Array {
  const known = tree.hashMemo[node];
  if (known !== undefined) return known;
  const hash = computeHash(tree, node, noLeaves, (child) => treeHash(tree, child));
  tree.hashMemo[node] = hash;
  return hash;
}

const noLeaves: readonly number[] = [];

/**
 * The tree hash of a subtree as it was before `without` were added: those leaves blank and in no list of unmerged
 * leaves (RFC 9420 section 7.9).
 */
export function originalTreeHash(tree: RatchetTree, node: number, without: readonly number[]): Uint8Array {
  const below = without.filter((leafIndex) => isInSubtree(node, leafToNode(leafIndex)));
  if (below.length === 0) return treeHash(tree, node);
  return computeHash(tree, node, below, (child) => originalTreeHash(tree, child, below));
}

function computeHash(
  tree: RatchetTree,
  node: number,
  without: readonly number[],
  hashOf: (child: number) => Uint8Array,
): Uint8Array {
  const writer = new TlsWriter(512);
  if (isLeafNode(node)) {
    const leafIndex = nodeToLeaf(node);
    const leaf = without.includes(leafIndex) ? undefined : tree.leaf(leafIndex);
    writer.uint8(1).uint32(leafIndex).optional(leaf, writeLeafNode);
  } else {
    const parent = tree.parentNode(node);
    const original =
      parent === undefined || without.length === 0
        ? parent
        : { ...parent, unmergedLeaves: parent.unmergedLeaves.filter((leaf) => !without.includes(leaf)) };
    writer
      .uint8(2)
      .optional(original, writeParentNode)
      .opaque(hashOf(left(node)))
      .opaque(hashOf(right(node)));
  }
  return sha256(writer.finish());
}
