import { clone } from '@bufbuild/protobuf';
import { concatBytes } from '../bytes/bytes.ts';
import {
  Compression,
  type EncodedContent,
  EncodedContentSchema,
} from '../gen/mls/message_contents/content_pb.js';

/** What a compressed content may grow to, in bytes: 1 MiB. A bomb stops here. */
export const maxExpandedLength = 1024 * 1024;

const formats: ReadonlyMap<number, CompressionFormat> = new Map([
  [Compression.DEFLATE, 'deflate'],
  [Compression.GZIP, 'gzip'],
]);

/**
 * The same content without compression; a content that is not compressed comes back as it is. `undefined` when the
 * bytes are damaged, the method is unknown, or the result would be larger than 1 MiB.
 */
export const expandContent = async (encoded: EncodedContent): Promise<EncodedContent | undefined> => {
  if (encoded.compression === undefined) return encoded;
  const format = formats.get(encoded.compression);
  const content = format === undefined ? undefined : await expand(encoded.content, format);
  if (content === undefined) return undefined;
  const expanded = clone(EncodedContentSchema, { ...encoded, content });
  delete expanded.compression;
  return expanded;
};

const expand = async (bytes: Uint8Array, format: CompressionFormat): Promise<Uint8Array | undefined> => {
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const reader = source.pipeThrough(new DecompressionStream(format)).getReader();
  // As it comes: a page of hundreds of small ones must not set aside the largest for each.
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return concatBytes(...pieces);
      length += value.length;
      if (length > maxExpandedLength) {
        await reader.cancel();
        return undefined;
      }
      pieces.push(value);
    }
  } catch {
    return undefined;
  }
};
