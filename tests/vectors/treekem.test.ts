import { expect } from 'vitest';
import { hexToBytes as bytes } from '../../src/core/bytes/hex.ts';
import { decodeTls } from '../../src/core/bytes/tlsReader.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { applyUpdatePath, decryptPath, derivePath } from '../../src/core/mls/applyUpdatePath.ts';
import { suite3 } from '../../src/core/mls/cipherSuite.ts';
import { createFreshPath, encryptPath } from '../../src/core/mls/createUpdatePath.ts';
import type { GroupContext } from '../../src/core/mls/groupContext.ts';
import { nextPathSecret, pathKey } from '../../src/core/mls/pathSecret.ts';
import type { RatchetTree } from '../../src/core/mls/ratchetTree.ts';
import { decodeRatchetTree } from '../../src/core/mls/ratchetTreeExtension.ts';
import { treeHash } from '../../src/core/mls/treeHash.ts';
import { isInSubtree, leafToNode } from '../../src/core/mls/treeMath.ts';
import { readUpdatePath, type UpdatePath } from '../../src/core/mls/updatePath.ts';
import { vectorTest } from './vectorTest.ts';

interface Vector {
  group_id: string;
  epoch: number;
  confirmed_transcript_hash: string;
  ratchet_tree: string;
  leaves_private: {
    index: number;
    encryption_priv: string;
    signature_priv: string;
    path_secrets: { node: number; path_secret: string }[];
  }[];
  update_paths: {
    sender: number;
    update_path: string;
    path_secrets: (string | null)[];
    commit_secret: string;
    tree_hash_after: string;
  }[];
}

/** The private keys of each leaf, checked against the public ones of the tree. */
function privateKeys(vector: Vector, tree: RatchetTree): Map<number, Map<number, Uint8Array>> {
  return new Map(
    vector.leaves_private.map((leaf) => {
      const leafKey = bytes(leaf.encryption_priv);
      expect(suite3.hpke.kem.publicKey(leafKey)).toEqual(tree.leaf(leaf.index)?.encryptionKey);
      const keys = new Map([[2 * leaf.index, leafKey]]);
      for (const { node, path_secret } of leaf.path_secrets) {
        const key = pathKey(suite3, bytes(path_secret));
        expect(key.publicKey).toEqual(tree.encryptionKey(node));
        keys.set(node, key.privateKey);
      }
      return [leaf.index, keys];
    }),
  );
}

vectorTest<Vector>('treekem', (vector) => {
  const tree = decodeRatchetTree(bytes(vector.ratchet_tree));
  const groupId = bytes(vector.group_id);
  const keysOf = privateKeys(vector, tree);

  const contextAfter = (after: RatchetTree): GroupContext => ({
    version: 1,
    cipherSuite: 3,
    groupId,
    epoch: BigInt(vector.epoch),
    treeHash: treeHash(after),
    confirmedTranscriptHash: bytes(vector.confirmed_transcript_hash),
    extensions: [],
  });
  const decryptAll = (sender: number, path: UpdatePath): Map<number, Uint8Array> => {
    const after = applyUpdatePath(tree, sender, path);
    const commitSecrets = new Map<number, Uint8Array>();
    for (const [leafIndex, own] of keysOf) {
      if (leafIndex === sender) continue;
      const received = decryptPath(
        suite3,
        after,
        sender,
        path,
        { leafIndex, privateKeys: own },
        contextAfter(after),
        [],
      );
      commitSecrets.set(leafIndex, received.commitSecret);
    }
    return commitSecrets;
  };

  for (const update of vector.update_paths) {
    const path = decodeTls(bytes(update.update_path), readUpdatePath);
    const after = applyUpdatePath(tree, update.sender, path);
    expect(treeHash(after)).toEqual(bytes(update.tree_hash_after));
    for (const commitSecret of decryptAll(update.sender, path).values()) {
      expect(commitSecret).toEqual(bytes(update.commit_secret));
    }
    update.path_secrets.forEach((secret, leafIndex) => {
      if (secret === null) return;
      const steps = after
        .filteredDirectPath(update.sender)
        .filter(({ node }) => isInSubtree(node, leafToNode(leafIndex)));
      expect(derivePath(suite3, after, steps, bytes(secret)).commitSecret).toEqual(
        bytes(update.commit_secret),
      );
    });

    // A path of our own over the same tree, as the same sender.
    const leaf = tree.leaf(update.sender);
    const signaturePrivateKey = vector.leaves_private.find(
      ({ index }) => index === update.sender,
    )?.signature_priv;
    if (leaf === undefined || signaturePrivateKey === undefined) throw new Error('sender without a leaf');
    const fresh = createFreshPath(
      suite3,
      tree,
      update.sender,
      leaf,
      groupId,
      bytes(signaturePrivateKey),
      webRandom,
    );
    const own = encryptPath(suite3, fresh, contextAfter(fresh.tree), [], webRandom);
    expect(treeHash(applyUpdatePath(tree, update.sender, own))).toEqual(treeHash(fresh.tree));
    for (const commitSecret of decryptAll(update.sender, own).values()) {
      expect(commitSecret).toEqual(fresh.commitSecret);
    }
    expect(nextPathSecret(fresh.steps.at(-1)?.pathSecret ?? new Uint8Array())).toEqual(fresh.commitSecret);
  }
});
