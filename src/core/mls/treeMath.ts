/**
 * Array positions in a left-balanced perfect binary tree (RFC 9420 appendix C). Leaf i is node 2i; a tree of
 * `leafCount` leaves, always a power of two, has 2 * leafCount - 1 nodes.
 */

/** The array position of a leaf. */
export const leafToNode = (leafIndex: number): number => leafIndex * 2;

/** The leaf at an even array position. */
export const nodeToLeaf = (node: number): number => node / 2;

export const isLeafNode = (node: number): boolean => node % 2 === 0;

export const nodeWidth = (leafCount: number): number => (leafCount === 0 ? 0 : 2 * leafCount - 1);

/** The smallest power of two that is at least `leafCount`. */
export const fullLeafCount = (leafCount: number): number => {
  let count = 1;
  while (count < leafCount) count *= 2;
  return count;
};

/** How far a node lies above the leaves: the number of its trailing one bits. */
const level = (node: number): number => {
  let height = 0;
  while (((node >>> height) & 1) === 1) height += 1;
  return height;
};

export const root = (leafCount: number): number => leafCount - 1;

/** Left child; a leaf has none and must not be asked. */
export const left = (node: number): number => node ^ (1 << (level(node) - 1));

/** Right child; a leaf has none and must not be asked. */
export const right = (node: number): number => node ^ (3 << (level(node) - 1));

/** Parent; the root has none and must not be asked. */
export const parent = (node: number): number => {
  const height = level(node);
  const bit = (node >>> (height + 1)) & 1;
  return (node | (1 << height)) ^ (bit << (height + 1));
};

/** The other child of the same parent. */
export const sibling = (node: number): number => {
  const above = parent(node);
  return node < above ? right(above) : left(above);
};

/** From the parent up to and including the root; empty for the root. */
export const directPath = (node: number, leafCount: number): number[] => {
  const top = root(leafCount);
  const path: number[] = [];
  for (let at = node; at !== top; ) {
    at = parent(at);
    path.push(at);
  }
  return path;
};

/** Whether `node` is `ancestor` or lies below it. */
export const isInSubtree = (ancestor: number, node: number): boolean => {
  const reach = (1 << level(ancestor)) - 1;
  return node >= ancestor - reach && node <= ancestor + reach;
};

/** The lowest node that has both below it. */
export const commonAncestor = (one: number, other: number): number => {
  let at = one;
  while (!isInSubtree(at, other)) at = parent(at);
  return at;
};
