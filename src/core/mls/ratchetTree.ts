import type { LeafNode } from './leafNode.ts';
import type { ParentNode } from './parentNode.ts';
import {
  directPath,
  fullLeafCount,
  isLeafNode,
  leafToNode,
  left,
  nodeToLeaf,
  right,
  root,
} from './treeMath.ts';

/**
 * The ratchet tree of RFC 9420 section 7: public keys of all members and of the nodes above them. Never changed;
 * a changed tree is made by {@link RatchetTreeEditor} and shares the hashes of all subtrees that stayed the same.
 */
export class RatchetTree {
  /** By leaf index; the length is a power of two, undefined is blank. */
  readonly leaves: readonly (LeafNode | undefined)[];
  /** Parents in array order: the node at array position 2i + 1. */
  readonly parents: readonly (ParentNode | undefined)[];
  /** Tree hashes by array position, filled in when first asked for. A memo: it never changes what the tree is. */
  readonly hashMemo: (Uint8Array | undefined)[];

  constructor(
    leaves: readonly (LeafNode | undefined)[],
    parents: readonly (ParentNode | undefined)[],
    hashMemo: (Uint8Array | undefined)[] = [],
  ) {
    this.leaves = leaves;
    this.parents = parents;
    this.hashMemo = hashMemo;
  }

  /** How many leaves there are, blank ones included. */
  get leafCount(): number {
    return this.leaves.length;
  }

  get rootNode(): number {
    return root(this.leafCount);
  }

  leaf(leafIndex: number): LeafNode | undefined {
    return this.leaves[leafIndex];
  }

  /** The parent at an odd array position. */
  parentNode(node: number): ParentNode | undefined {
    return this.parents[(node - 1) / 2];
  }

  isBlank(node: number): boolean {
    return isLeafNode(node)
      ? this.leaves[nodeToLeaf(node)] === undefined
      : this.parentNode(node) === undefined;
  }

  /** The HPKE public key at a node, undefined for a blank one. */
  encryptionKey(node: number): Uint8Array | undefined {
    return isLeafNode(node)
      ? this.leaves[nodeToLeaf(node)]?.encryptionKey
      : this.parentNode(node)?.encryptionKey;
  }

  /** The nodes that together cover all members below `node` (section 4.1.1). */
  resolution(node: number): number[] {
    const nodes: number[] = [];
    this.#resolve(node, nodes);
    return nodes;
  }

  #resolve(node: number, into: number[]): void {
    if (isLeafNode(node)) {
      if (this.leaves[nodeToLeaf(node)] !== undefined) into.push(node);
      return;
    }
    const parent = this.parentNode(node);
    if (parent === undefined) {
      this.#resolve(left(node), into);
      this.#resolve(right(node), into);
      return;
    }
    into.push(node);
    for (const leafIndex of parent.unmergedLeaves) into.push(leafToNode(leafIndex));
  }

  /** Whether there is a member below `node`. */
  hasMemberBelow(node: number): boolean {
    if (!this.isBlank(node)) return true;
    return !isLeafNode(node) && (this.hasMemberBelow(left(node)) || this.hasMemberBelow(right(node)));
  }

  /** The direct path without the nodes whose other child has no member below (section 4.1.2), from the leaf upward. */
  filteredDirectPath(leafIndex: number): PathStep[] {
    const steps: PathStep[] = [];
    let below = leafToNode(leafIndex);
    for (const node of directPath(below, this.leafCount)) {
      const copath = left(node) === below ? right(node) : left(node);
      if (this.hasMemberBelow(copath)) steps.push({ node, copath });
      below = node;
    }
    return steps;
  }
}

/** A node of a filtered direct path and its child off the path. */
export interface PathStep {
  readonly node: number;
  readonly copath: number;
}

/** A tree whose only member is at leaf 0. */
export function singleLeafTree(leaf: LeafNode): RatchetTree {
  return new RatchetTree([leaf], []);
}

/** A tree of leaves and parents, filled up with blank ones to the next power of two. */
export function fillTree(
  leaves: readonly (LeafNode | undefined)[],
  parents: readonly (ParentNode | undefined)[],
): RatchetTree {
  const leafCount = fullLeafCount(leaves.length);
  return new RatchetTree(
    Array.from({ length: leafCount }, (_, index) => leaves[index]),
    Array.from({ length: leafCount - 1 }, (_, index) => parents[index]),
  );
}
