import { expect } from 'vitest';
import { isLeafNode, left, nodeWidth, parent, right, root, sibling } from '../../src/core/mls/treeMath.ts';
import { vectorTest } from './vectorTest.ts';

interface Vector {
  n_leaves: number;
  n_nodes: number;
  root: number;
  left: (number | null)[];
  right: (number | null)[];
  parent: (number | null)[];
  sibling: (number | null)[];
}

vectorTest<Vector>('tree-math', (vector) => {
  expect(nodeWidth(vector.n_leaves)).toBe(vector.n_nodes);
  expect(root(vector.n_leaves)).toBe(vector.root);
  for (let node = 0; node < vector.n_nodes; node += 1) {
    if (isLeafNode(node)) expect([vector.left[node], vector.right[node]]).toEqual([null, null]);
    else expect([left(node), right(node)]).toEqual([vector.left[node], vector.right[node]]);
    if (node === vector.root) expect([vector.parent[node], vector.sibling[node]]).toEqual([null, null]);
    else expect([parent(node), sibling(node)]).toEqual([vector.parent[node], vector.sibling[node]]);
  }
});
