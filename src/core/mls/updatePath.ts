import type { TlsReader } from '../bytes/tlsReader.ts';
import type { TlsWriter } from '../bytes/tlsWriter.ts';
import { type HpkeCiphertext, readHpkeCiphertext, writeHpkeCiphertext } from './encryptWithLabel.ts';
import { type LeafNode, readLeafNode, writeLeafNode } from './leafNode.ts';

/** `UpdatePathNode` of RFC 9420 section 7.6: one node of the filtered direct path, from the leaf upward. */
export interface UpdatePathNode {
  readonly encryptionKey: Uint8Array;
  readonly encryptedPathSecrets: readonly HpkeCiphertext[];
}

/** `UpdatePath` of RFC 9420 section 7.6. */
export interface UpdatePath {
  readonly leafNode: LeafNode;
  readonly nodes: readonly UpdatePathNode[];
}

function readUpdatePathNode(reader: TlsReader): UpdatePathNode {
  return { encryptionKey: reader.opaque(), encryptedPathSecrets: reader.vector(readHpkeCiphertext) };
}

function writeUpdatePathNode(writer: TlsWriter, node: UpdatePathNode): void {
  writer.opaque(node.encryptionKey).vector(node.encryptedPathSecrets, writeHpkeCiphertext);
}

export function readUpdatePath(reader: TlsReader): UpdatePath {
  return { leafNode: readLeafNode(reader), nodes: reader.vector(readUpdatePathNode) };
}

export function writeUpdatePath(writer: TlsWriter, path: UpdatePath): void {
  writeLeafNode(writer, path.leafNode);
  writer.vector(path.nodes, writeUpdatePathNode);
}
