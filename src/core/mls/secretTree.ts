import { utf8Encode } from '../bytes/bytes.ts';
import { hashLength } from './cipherSuite.ts';
import { expandWithLabel } from './deriveSecret.ts';
import { type SenderRatchet, startRatchet } from './senderRatchet.ts';
import { isInSubtree, leafToNode, left, right, root } from './treeMath.ts';

/**
 * The secret tree of RFC 9420 section 9: what sender ratchets are derived from. A secret that was used is not in it
 * any more (section 9.2), so each leaf can be taken once.
 */
export interface SecretTree {
  readonly leafCount: number;
  /** The secrets that are left; no node lies below another. */
  readonly nodes: readonly SecretTreeNode[];
}

interface SecretTreeNode {
  readonly node: number;
  readonly secret: Uint8Array;
}

/** The two ratchets of a sender (RFC 9420 section 9.1). */
export interface SenderRatchets {
  readonly handshake: SenderRatchet;
  readonly application: SenderRatchet;
}

const empty = new Uint8Array();
const leftContext = utf8Encode('left');
const rightContext = utf8Encode('right');

export function createSecretTree(leafCount: number, encryptionSecret: Uint8Array): SecretTree {
  return { leafCount, nodes: [{ node: root(leafCount), secret: encryptionSecret }] };
}

/** Takes a leaf's secret out and starts its ratchets; undefined when it was taken before or is no leaf of the tree. */
export function takeLeaf(
  tree: SecretTree,
  leafIndex: number,
): { readonly secretTree: SecretTree; readonly ratchets: SenderRatchets } | undefined {
  const leaf = leafToNode(leafIndex);
  const source =
    leafIndex < tree.leafCount ? tree.nodes.find(({ node }) => isInSubtree(node, leaf)) : undefined;
  if (source === undefined) return undefined;

  const nodes = tree.nodes.filter((entry) => entry !== source);
  let { node, secret } = source;
  while (node !== leaf) {
    const leftChild = { node: left(node), secret: childSecret(secret, leftContext) };
    const rightChild = { node: right(node), secret: childSecret(secret, rightContext) };
    const [taken, kept] = isInSubtree(leftChild.node, leaf)
      ? [leftChild, rightChild]
      : [rightChild, leftChild];
    nodes.push(kept);
    ({ node, secret } = taken);
  }
  return {
    secretTree: { leafCount: tree.leafCount, nodes },
    ratchets: {
      handshake: startRatchet(expandWithLabel(secret, 'handshake', empty, hashLength)),
      application: startRatchet(expandWithLabel(secret, 'application', empty, hashLength)),
    },
  };
}

const childSecret = (secret: Uint8Array, side: Uint8Array): Uint8Array =>
  expandWithLabel(secret, 'tree', side, hashLength);
