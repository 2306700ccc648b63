import { clone } from '@bufbuild/protobuf';
import {
  Compression,
  type EncodedContent,
  EncodedContentSchema,
} from '../gen/mls/message_contents/content_pb.js';
import { maxExpandedLength } from './expandContent.ts';
import { requireContent } from './invalidContent.ts';

const methods = { deflate: Compression.DEFLATE, gzip: Compression.GZIP } as const;

/**
 * The same content with its payload compressed (zlib's deflate or gzip). Only for readers that are known to expand it:
 * the official SDKs do not, and show its fallback or nothing.
 *
 * @throws Content.Invalid when it is compressed already, or too large for {@link expandContent}
 */
export const compressContent = async (
  encoded: EncodedContent,
  method: keyof typeof methods,
): Promise<EncodedContent> => {
  requireContent(encoded.compression === undefined, 'compression');
  requireContent(encoded.content.length <= maxExpandedLength, 'size');
  const source = new Blob([encoded.content as Uint8Array<ArrayBuffer>]).stream();
  const compressed = await new Response(source.pipeThrough(new CompressionStream(method))).arrayBuffer();
  return clone(EncodedContentSchema, {
    ...encoded,
    compression: methods[method],
    content: new Uint8Array(compressed),
  });
};
