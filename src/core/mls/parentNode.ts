import type { TlsReader } from '../bytes/tlsReader.ts';
import type { TlsWriter } from '../bytes/tlsWriter.ts';

/** `ParentNode` of RFC 9420 section 7.1. */
export interface ParentNode {
  readonly encryptionKey: Uint8Array;
  readonly parentHash: Uint8Array;
  /** Leaf indexes below this node that do not know its private key, ascending. */
  readonly unmergedLeaves: readonly number[];
}

export function readParentNode(reader: TlsReader): ParentNode {
  return {
    encryptionKey: reader.opaque(),
    parentHash: reader.opaque(),
    unmergedLeaves: reader.vector((leaves) => leaves.uint32()),
  };
}

export function writeParentNode(writer: TlsWriter, node: ParentNode): void {
  writer
    .opaque(node.encryptionKey)
    .opaque(node.parentHash)
    .vector(node.unmergedLeaves, (leaves, leafIndex) => leaves.uint32(leafIndex));
}
