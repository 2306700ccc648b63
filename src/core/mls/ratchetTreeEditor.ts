import type { LeafNode } from './leafNode.ts';
import { refuse } from './mlsError.ts';
import type { ParentNode } from './parentNode.ts';
import { RatchetTree } from './ratchetTree.ts';
import { directPath, leafToNode } from './treeMath.ts';

/** No group of XMTP comes near: 250 inboxes of 10 installations. Bounds what a hostile tree may cost. */
export const maximumLeafCount = 8192;

/** Makes a changed tree out of another, which stays as it is (RFC 9420 sections 7.7 and 12.1). */
export class RatchetTreeEditor {
  readonly #leaves: (LeafNode | undefined)[];
  readonly #parents: (ParentNode | undefined)[];
  readonly #hashes: (Uint8Array | undefined)[];

  constructor(tree: RatchetTree) {
    this.#leaves = tree.leaves.slice();
    this.#parents = tree.parents.slice();
    this.#hashes = tree.hashMemo.slice();
  }

  get leafCount(): number {
    return this.#leaves.length;
  }

  /** The leaves that are not blank, as of now. */
  members(): LeafNode[] {
    return this.#leaves.filter((leaf) => leaf !== undefined);
  }

  setLeaf(leafIndex: number, leaf: LeafNode | undefined): void {
    this.#leaves[leafIndex] = leaf;
    this.#forgetHashes(leafToNode(leafIndex));
  }

  setParent(node: number, parent: ParentNode | undefined): void {
    this.#parents[(node - 1) / 2] = parent;
    this.#forgetHashes(node);
  }

  /** Blanks all nodes above a leaf. */
  blankDirectPath(leafIndex: number): void {
    for (const node of directPath(leafToNode(leafIndex), this.leafCount)) {
      if (this.#parents[(node - 1) / 2] !== undefined) this.setParent(node, undefined);
    }
  }

  /** An Add: takes the leftmost blank leaf, or doubles the tree. Returns the leaf index. */
  addLeaf(leaf: LeafNode): number {
    let leafIndex = this.#leaves.indexOf(undefined);
    if (leafIndex < 0) {
      leafIndex = this.leafCount;
      this.#double();
    }
    this.setLeaf(leafIndex, leaf);
    for (const node of directPath(leafToNode(leafIndex), this.leafCount)) {
      const parent = this.#parents[(node - 1) / 2];
      if (parent === undefined) continue;
      const unmergedLeaves = [...parent.unmergedLeaves, leafIndex].sort((one, other) => one - other);
      this.setParent(node, { ...parent, unmergedLeaves });
    }
    return leafIndex;
  }

  /** An Update: a new leaf below blanked nodes. */
  updateLeaf(leafIndex: number, leaf: LeafNode): void {
    this.setLeaf(leafIndex, leaf);
    this.blankDirectPath(leafIndex);
  }

  /** A Remove: blanks the leaf and all above it. {@link truncate} follows once all proposals are applied. */
  removeLeaf(leafIndex: number): void {
    this.setLeaf(leafIndex, undefined);
    this.blankDirectPath(leafIndex);
  }

  /** Halves the tree as long as its right half has no member. */
  truncate(): void {
    let last = this.#leaves.length - 1;
    while (last > 0 && this.#leaves[last] === undefined) last -= 1;
    let leafCount = this.#leaves.length;
    while (leafCount > 1 && last < leafCount / 2) leafCount /= 2;
    this.#leaves.length = leafCount;
    this.#parents.length = leafCount - 1;
    this.#hashes.length = Math.min(this.#hashes.length, 2 * leafCount - 1);
  }

  /** The changed tree. The editor is not used afterwards: they share their arrays. */
  finish(): RatchetTree {
    return new RatchetTree(this.#leaves, this.#parents, this.#hashes);
  }

  #double(): void {
    const leafCount = this.leafCount * 2;
    if (leafCount > maximumLeafCount) {
      refuse('Mls.InvalidTree', 'treeTooLarge', 'A ratchet tree would have too many leaves.');
    }
    while (this.#leaves.length < leafCount) this.#leaves.push(undefined);
    while (this.#parents.length < leafCount - 1) this.#parents.push(undefined);
  }

  #forgetHashes(node: number): void {
    this.#hashes[node] = undefined;
    for (const above of directPath(node, this.leafCount)) this.#hashes[above] = undefined;
  }
}
