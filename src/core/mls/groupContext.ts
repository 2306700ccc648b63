import type { TlsReader } from '../bytes/tlsReader.ts';
import { encodeTls, type TlsWriter } from '../bytes/tlsWriter.ts';
import { type Extension, readExtensions, writeExtensions } from './extension.ts';

/** `GroupContext` of RFC 9420 section 8.1. */
export interface GroupContext {
  readonly version: number;
  readonly cipherSuite: number;
  readonly groupId: Uint8Array;
  readonly epoch: bigint;
  readonly treeHash: Uint8Array;
  readonly confirmedTranscriptHash: Uint8Array;
  readonly extensions: readonly Extension[];
}

export function readGroupContext(reader: TlsReader): GroupContext {
  return {
    version: reader.uint16(),
    cipherSuite: reader.uint16(),
    groupId: reader.opaque(),
    epoch: reader.uint64(),
    treeHash: reader.opaque(),
    confirmedTranscriptHash: reader.opaque(),
    extensions: readExtensions(reader),
  };
}

export function writeGroupContext(writer: TlsWriter, context: GroupContext): void {
  writer
    .uint16(context.version)
    .uint16(context.cipherSuite)
    .opaque(context.groupId)
    .uint64(context.epoch)
    .opaque(context.treeHash)
    .opaque(context.confirmedTranscriptHash);
  writeExtensions(writer, context.extensions);
}

const encodings = new WeakMap<GroupContext, Uint8Array>();

/** TLS bytes, remembered per object: every message of an epoch is signed over them. */
export function encodeGroupContext(context: GroupContext): Uint8Array {
  let bytes = encodings.get(context);
  if (bytes === undefined) {
    bytes = encodeTls(context, writeGroupContext);
    encodings.set(context, bytes);
  }
  return bytes;
}
