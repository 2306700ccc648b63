import { expect, test } from 'vitest';
import { createSecretTree, takeLeaf } from './secretTree.ts';
import { isInSubtree, leafToNode } from './treeMath.ts';

test('a leaf can be taken once, in any order with the same outcome, and leaves no secret above it behind', () => {
  const secret = new Uint8Array(32).fill(3);
  const inOrder = new Map<number, unknown>();
  let tree = createSecretTree(8, secret);
  for (let leaf = 0; leaf < 8; leaf += 1) {
    const taken = takeLeaf(tree, leaf);
    inOrder.set(leaf, taken?.ratchets);
    tree = taken?.secretTree ?? tree;
    expect(takeLeaf(tree, leaf)).toBeUndefined();
    for (const { node } of tree.nodes) expect(isInSubtree(node, leafToNode(leaf))).toBe(false);
  }
  expect(tree.nodes).toEqual([]);
  tree = createSecretTree(8, secret);
  for (const leaf of [5, 0, 7, 3, 1, 6, 2, 4]) {
    const taken = takeLeaf(tree, leaf);
    expect(taken?.ratchets).toEqual(inOrder.get(leaf));
    tree = taken?.secretTree ?? tree;
  }
});

test('there is nothing beyond the last leaf', () => {
  expect(takeLeaf(createSecretTree(4, new Uint8Array(32)), 4)).toBeUndefined();
  expect(takeLeaf(createSecretTree(4, new Uint8Array(32)), 0xffff_ffff)).toBeUndefined();
});
