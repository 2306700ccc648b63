import { refuse } from './mlsError.ts';
import { createSecretTree, type SecretTree, takeLeaf } from './secretTree.ts';
import type { SenderRatchet } from './senderRatchet.ts';

export type RatchetKind = 'handshake' | 'application';

/** The keys of one epoch's private messages: the secret tree and the ratchets taken out of it so far. */
export interface MessageKeys {
  readonly secretTree: SecretTree;
  /** At {@link ratchetSlot}; undefined while the sender was not heard of. */
  readonly ratchets: readonly (SenderRatchet | undefined)[];
}

export const ratchetSlot = (leafIndex: number, kind: RatchetKind): number =>
  2 * leafIndex + (kind === 'application' ? 1 : 0);

export function createMessageKeys(leafCount: number, encryptionSecret: Uint8Array): MessageKeys {
  return {
    secretTree: createSecretTree(leafCount, encryptionSecret),
    ratchets: Array.from({ length: 2 * leafCount }, () => undefined),
  };
}

/** The ratchet of a sender, taken out of the secret tree when this is the first use of either of its two. */
export function findRatchet(
  keys: MessageKeys,
  leafIndex: number,
  kind: RatchetKind,
): { readonly keys: MessageKeys; readonly ratchet: SenderRatchet } {
  const known = keys.ratchets[ratchetSlot(leafIndex, kind)];
  if (known !== undefined) return { keys, ratchet: known };
  const taken = takeLeaf(keys.secretTree, leafIndex);
  if (taken === undefined) {
    return refuse('Mls.Undecryptable', 'usedGeneration', 'The key of a message was used or is gone.');
  }
  const ratchets = keys.ratchets.slice();
  ratchets[ratchetSlot(leafIndex, 'handshake')] = taken.ratchets.handshake;
  ratchets[ratchetSlot(leafIndex, 'application')] = taken.ratchets.application;
  return { keys: { secretTree: taken.secretTree, ratchets }, ratchet: taken.ratchets[kind] };
}

export function withRatchet(
  keys: MessageKeys,
  leafIndex: number,
  kind: RatchetKind,
  ratchet: SenderRatchet,
): MessageKeys {
  const ratchets = keys.ratchets.slice();
  ratchets[ratchetSlot(leafIndex, kind)] = ratchet;
  return { secretTree: keys.secretTree, ratchets };
}
