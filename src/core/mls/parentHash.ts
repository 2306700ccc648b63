import { equalBytes } from '../bytes/bytes.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { sha256 } from '../crypto/hash.ts';
import type { ParentNode } from './parentNode.ts';
import type { RatchetTree } from './ratchetTree.ts';
import { originalTreeHash } from './treeHash.ts';
import { isInSubtree, isLeafNode, leafToNode, left, nodeToLeaf, nodeWidth, right } from './treeMath.ts';

const empty = new Uint8Array();

/** The parent hash of a node towards its child opposite to `copath` (RFC 9420 section 7.9). */
export function parentHashOf(tree: RatchetTree, parent: ParentNode, copath: number): Uint8Array {
  return sha256(
    new TlsWriter()
      .opaque(parent.encryptionKey)
      .opaque(parent.parentHash)
      .opaque(originalTreeHash(tree, copath, parent.unmergedLeaves))
      .finish(),
  );
}

/** The parent hash that a node carries; empty where it has none. */
function carriedParentHash(tree: RatchetTree, node: number): Uint8Array {
  if (!isLeafNode(node)) return tree.parentNode(node)?.parentHash ?? empty;
  const source = tree.leaf(nodeToLeaf(node))?.source;
  return source?.kind === 'commit' ? source.parentHash : empty;
}

/** Whether `parent` at `node` was set together with a node below `child` that is still there (section 7.9.2). */
function isVouchedBelow(tree: RatchetTree, parent: ParentNode, child: number, copath: number): boolean {
  const resolution = tree.resolution(child);
  const unmerged = parent.unmergedLeaves.map(leafToNode).filter((leaf) => isInSubtree(child, leaf));
  if (resolution.length !== unmerged.length + 1) return false;
  const unmergedSet = new Set(unmerged);
  // All but one of the resolution are unmerged leaves; the one is what vouches.
  const vouching = resolution.filter((node) => !unmergedSet.has(node));
  const [descendant] = vouching;
  if (descendant === undefined || vouching.length !== 1) return false;
  return equalBytes(carriedParentHash(tree, descendant), parentHashOf(tree, parent, copath));
}

/** Whether each parent of the tree is valid with respect to a node below it (RFC 9420 section 7.9.2). */
export function hasValidParentHashes(tree: RatchetTree): boolean {
  for (let node = 1; node < nodeWidth(tree.leafCount); node += 2) {
    const parent = tree.parentNode(node);
    if (parent === undefined) continue;
    const one = left(node);
    const other = right(node);
    if (!isVouchedBelow(tree, parent, one, other) && !isVouchedBelow(tree, parent, other, one)) return false;
  }
  return true;
}
