import type { LeafNode } from './leafNode.ts';
import { parentHashOf } from './parentHash.ts';
import type { ParentNode } from './parentNode.ts';
import type { PathStep, RatchetTree } from './ratchetTree.ts';
import { RatchetTreeEditor } from './ratchetTreeEditor.ts';

/** New parents for a filtered direct path, and the parent hash that its leaf must carry. */
export interface PathParents {
  readonly parents: readonly { readonly node: number; readonly parent: ParentNode }[];
  readonly leafParentHash: Uint8Array;
}

/**
 * The parents of a path from the leaf upward, with their parent hashes (RFC 9420 sections 7.5 and 7.9).
 *
 * @param tree after the proposals, before the path
 * @param publicKeys one for each step
 */
export function buildPathParents(
  tree: RatchetTree,
  steps: readonly PathStep[],
  publicKeys: readonly Uint8Array[],
): PathParents {
  const parents: { node: number; parent: ParentNode }[] = [];
  let parentHash: Uint8Array = new Uint8Array();
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index] as PathStep;
    const encryptionKey = publicKeys[index] as Uint8Array;
    const parent: ParentNode = { encryptionKey, parentHash, unmergedLeaves: [] };
    parents.push({ node: step.node, parent });
    parentHash = parentHashOf(tree, parent, step.copath);
  }
  return { parents, leafParentHash: parentHash };
}

/** The tree with a member's path replaced: all above its leaf blank but for `parents`. */
export function mergePath(
  tree: RatchetTree,
  leafIndex: number,
  leaf: LeafNode,
  { parents }: PathParents,
): RatchetTree {
  const editor = new RatchetTreeEditor(tree);
  editor.setLeaf(leafIndex, leaf);
  editor.blankDirectPath(leafIndex);
  for (const { node, parent } of parents) editor.setParent(node, parent);
  return editor.finish();
}
