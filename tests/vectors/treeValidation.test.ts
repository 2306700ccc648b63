import { expect } from 'vitest';
import { hexToBytes as bytes } from '../../src/core/bytes/hex.ts';
import { ed25519Verify } from '../../src/core/crypto/ed25519.ts';
import { decodeRatchetTree, encodeRatchetTree } from '../../src/core/mls/ratchetTreeExtension.ts';
import { treeHash } from '../../src/core/mls/treeHash.ts';
import { validateTree } from '../../src/core/mls/validateTree.ts';
import { vectorTest } from './vectorTest.ts';

interface Vector {
  tree: string;
  group_id: string;
  resolutions: number[][];
  tree_hashes: string[];
}

vectorTest<Vector>('tree-validation', (vector) => {
  const tree = decodeRatchetTree(bytes(vector.tree));
  expect(encodeRatchetTree(tree)).toEqual(bytes(vector.tree));
  vector.resolutions.forEach((resolution, node) => {
    expect(tree.resolution(node)).toEqual(resolution);
  });
  vector.tree_hashes.forEach((hash, node) => {
    expect(treeHash(tree, node)).toEqual(bytes(hash));
  });
  const checks = validateTree(tree, bytes(vector.group_id), []);
  expect(checks).toHaveLength(tree.leaves.filter((leaf) => leaf !== undefined).length);
  for (const { publicKey, message, signature } of checks) {
    expect(ed25519Verify(publicKey, message, signature)).toBe(true);
  }
});
