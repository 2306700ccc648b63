import { bytesToHex } from '../bytes/hex.ts';
import type { SignatureCheck } from '../crypto/signatureBatch.ts';
import type { Extension } from './extension.ts';
import { type LeafNode, leafSignatureCheck } from './leafNode.ts';
import { leafProblem, meetsGroupRequirements, shareCredentialTypes } from './leafNodeRules.ts';
import { refuse } from './mlsError.ts';
import { hasValidParentHashes } from './parentHash.ts';
import type { RatchetTree } from './ratchetTree.ts';
import { directPath, isInSubtree, leafToNode, nodeWidth } from './treeMath.ts';

const invalid = (reason: string): never =>
  refuse('Mls.InvalidTree', reason, 'A ratchet tree breaks a rule of MLS.');

/** Unmerged leaves: ascending, members below the node, and listed by each parent between (section 12.4.3.1). */
function checkUnmergedLeaves(tree: RatchetTree): void {
  for (let node = 1; node < nodeWidth(tree.leafCount); node += 2) {
    let previous = -1;
    for (const leafIndex of tree.parentNode(node)?.unmergedLeaves ?? []) {
      const leaf = leafToNode(leafIndex);
      if (leafIndex <= previous || !isInSubtree(node, leaf) || tree.leaf(leafIndex) === undefined) {
        invalid('badUnmergedLeaf');
      }
      previous = leafIndex;
      for (const between of directPath(leaf, tree.leafCount)) {
        if (between === node) break;
        const parent = tree.parentNode(between);
        if (parent !== undefined && !parent.unmergedLeaves.includes(leafIndex)) invalid('badUnmergedLeaf');
      }
    }
  }
}

/** No two nodes share an encryption key, no two leaves a signature key (sections 7.3 and 12.4.3.1). */
export function checkUniqueKeys(tree: RatchetTree): void {
  const encryptionKeys = new Set<string>();
  const signatureKeys = new Set<string>();
  const add = (keys: Set<string>, key: Uint8Array): void => {
    const name = bytesToHex(key);
    if (keys.has(name)) invalid('duplicateKey');
    keys.add(name);
  };
  for (const leaf of tree.leaves) {
    if (leaf === undefined) continue;
    add(encryptionKeys, leaf.encryptionKey);
    add(signatureKeys, leaf.signatureKey);
  }
  for (const parent of tree.parents) {
    if (parent !== undefined) add(encryptionKeys, parent.encryptionKey);
  }
}

/**
 * Everything that RFC 9420 section 12.4.3.1 asks of a tree received from outside, except the signatures, which are
 * returned. Lifetimes are not looked at: a leaf in a tree may be older than its key package would be valid.
 *
 * @throws Mls.InvalidTree, Codec.Malformed
 */
export function validateTree(
  tree: RatchetTree,
  groupId: Uint8Array,
  contextExtensions: readonly Extension[],
): readonly SignatureCheck[] {
  checkUnmergedLeaves(tree);
  checkUniqueKeys(tree);
  const members = tree.leaves.filter((leaf): leaf is LeafNode => leaf !== undefined);
  for (const leaf of members) {
    const problem = leafProblem(leaf);
    if (problem !== undefined) invalid(problem);
    if (!meetsGroupRequirements(leaf, contextExtensions)) invalid('missingCapability');
  }
  if (!shareCredentialTypes(members)) invalid('credentialNotSupported');
  if (!hasValidParentHashes(tree)) invalid('badParentHash');
  return tree.leaves.flatMap((leaf, leafIndex) =>
    leaf === undefined ? [] : [leafSignatureCheck(leaf, { groupId, leafIndex })],
  );
}
