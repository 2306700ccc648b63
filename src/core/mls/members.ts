import { equalBytes } from '../bytes/bytes.ts';
import type { Capabilities } from './capabilities.ts';
import { credentialIdentity } from './credential.ts';
import type { Extension } from './extension.ts';
import type { GroupState } from './groupState.ts';
import type { LeafNode } from './leafNode.ts';

/** A member as its leaf presents it. Several members may have one identity; signature keys are unique. */
export interface Member {
  readonly leafIndex: number;
  readonly credentialIdentity: Uint8Array;
  readonly signatureKey: Uint8Array;
  readonly capabilities: Capabilities;
  readonly extensions: readonly Extension[];
}

const toMember = (leaf: LeafNode, leafIndex: number): Member => ({
  leafIndex,
  credentialIdentity: credentialIdentity(leaf.credential),
  signatureKey: leaf.signatureKey,
  capabilities: leaf.capabilities,
  extensions: leaf.extensions,
});

/** All members by leaf index. */
export function listMembers({ tree }: Pick<GroupState, 'tree'>): Member[] {
  return tree.leaves.flatMap((leaf, leafIndex) => (leaf === undefined ? [] : [toMember(leaf, leafIndex)]));
}

export function memberAt({ tree }: Pick<GroupState, 'tree'>, leafIndex: number): Member | undefined {
  const leaf = tree.leaf(leafIndex);
  return leaf === undefined ? undefined : toMember(leaf, leafIndex);
}

export function findMember({ tree }: Pick<GroupState, 'tree'>, signatureKey: Uint8Array): Member | undefined {
  const leafIndex = tree.leaves.findIndex(
    (leaf) => leaf !== undefined && equalBytes(leaf.signatureKey, signatureKey),
  );
  return memberAt({ tree }, leafIndex);
}
