import { expect } from 'vitest';
import { hexToBytes as bytes } from '../../src/core/bytes/hex.ts';
import { decodeProposal } from '../../src/core/mls/proposal.ts';
import { RatchetTreeEditor } from '../../src/core/mls/ratchetTreeEditor.ts';
import { decodeRatchetTree, encodeRatchetTree } from '../../src/core/mls/ratchetTreeExtension.ts';
import { treeHash } from '../../src/core/mls/treeHash.ts';
import { vectorTest } from './vectorTest.ts';

interface Vector {
  tree_before: string;
  proposal: string;
  proposal_sender: number;
  tree_hash_before: string;
  tree_after: string;
  tree_hash_after: string;
}

vectorTest<Vector>('tree-operations', (vector) => {
  const before = decodeRatchetTree(bytes(vector.tree_before));
  expect(treeHash(before)).toEqual(bytes(vector.tree_hash_before));
  const editor = new RatchetTreeEditor(before);
  const proposal = decodeProposal(bytes(vector.proposal));
  if (proposal.kind === 'add') editor.addLeaf(proposal.keyPackage.leafNode);
  else if (proposal.kind === 'update') editor.updateLeaf(vector.proposal_sender, proposal.leafNode);
  else if (proposal.kind === 'remove') editor.removeLeaf(proposal.removed);
  else throw new Error(`not a tree operation: ${proposal.kind}`);
  editor.truncate();
  const after = editor.finish();
  expect(encodeRatchetTree(after)).toEqual(bytes(vector.tree_after));
  expect(treeHash(after)).toEqual(bytes(vector.tree_hash_after));
  expect(encodeRatchetTree(before)).toEqual(bytes(vector.tree_before));
});
