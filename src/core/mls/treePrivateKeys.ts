import type { RatchetTree } from './ratchetTree.ts';

/** HPKE private keys that a member holds, by array position of their node: its leaf and parents above it. */
export type TreePrivateKeys = ReadonlyMap<number, Uint8Array>;

/** Without the keys of nodes that are blank by now, and with new ones. */
export function updatePrivateKeys(
  tree: RatchetTree,
  before: TreePrivateKeys,
  fresh: TreePrivateKeys,
): TreePrivateKeys {
  const keys = new Map<number, Uint8Array>();
  for (const [node, key] of before) {
    if (node <= 2 * (tree.leafCount - 1) && !tree.isBlank(node)) keys.set(node, key);
  }
  for (const [node, key] of fresh) keys.set(node, key);
  return keys;
}
