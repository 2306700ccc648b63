import { decodeTls, type TlsReader } from '../bytes/tlsReader.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { type LeafNode, readLeafNode, writeLeafNode } from './leafNode.ts';
import { refuse } from './mlsError.ts';
import { type ParentNode, readParentNode, writeParentNode } from './parentNode.ts';
import { fillTree, type RatchetTree } from './ratchetTree.ts';
import { maximumLeafCount } from './ratchetTreeEditor.ts';
import { isLeafNode, nodeToLeaf } from './treeMath.ts';

const nodeTypes = { leaf: 1, parent: 2 } as const;

/** The data of a ratchet_tree extension (RFC 9420 section 12.4.3.3), without the blank nodes at its end. */
export function encodeRatchetTree(tree: RatchetTree): Uint8Array {
  let lastLeaf = tree.leafCount - 1;
  while (lastLeaf > 0 && tree.leaf(lastLeaf) === undefined) lastLeaf -= 1;
  return new TlsWriter(tree.leafCount * 256)
    .nested((writer) => {
      for (let node = 0; node <= 2 * lastLeaf; node += 1) {
        if (isLeafNode(node)) writer.optional(tree.leaf(nodeToLeaf(node)), writeTypedLeaf);
        else writer.optional(tree.parentNode(node), writeTypedParent);
      }
    })
    .finish();
}

function writeTypedLeaf(writer: TlsWriter, leaf: LeafNode): void {
  writeLeafNode(writer.uint8(nodeTypes.leaf), leaf);
}

function writeTypedParent(writer: TlsWriter, parent: ParentNode): void {
  writeParentNode(writer.uint8(nodeTypes.parent), parent);
}

function expectType(reader: TlsReader, type: number): void {
  if (reader.uint8() !== type) {
    refuse(
      'Mls.InvalidTree',
      'misplacedNode',
      'A ratchet tree has a leaf where a parent should be, or reverse.',
    );
  }
}

/**
 * Format only; see validateTree.
 *
 * @throws Codec.Malformed, Mls.InvalidTree
 */
export function decodeRatchetTree(data: Uint8Array): RatchetTree {
  const leaves: (LeafNode | undefined)[] = [];
  const parents: (ParentNode | undefined)[] = [];
  decodeTls(data, (outer) => {
    const reader = outer.opaqueReader();
    for (let node = 0; reader.remaining > 0; node += 1) {
      if (node > 2 * maximumLeafCount) {
        refuse('Mls.InvalidTree', 'treeTooLarge', 'A ratchet tree has too many leaves.');
      }
      if (isLeafNode(node)) {
        leaves.push(
          reader.optional((inner) => {
            expectType(inner, nodeTypes.leaf);
            return readLeafNode(inner);
          }),
        );
      } else {
        parents.push(
          reader.optional((inner) => {
            expectType(inner, nodeTypes.parent);
            return readParentNode(inner);
          }),
        );
      }
    }
  });
  if (leaves.length === 0 || leaves.length === parents.length || leaves.at(-1) === undefined) {
    refuse('Mls.InvalidTree', 'blankEnd', 'A ratchet tree ends with a blank node or a parent.');
  }
  return fillTree(leaves, parents);
}
