import { create } from '@bufbuild/protobuf';
import { utf8Decode, utf8Encode } from '../bytes/bytes.ts';
import { type EncodedContent, EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import { type ContentPayload, contentCodec } from './contentCodec.ts';
import { requireContent } from './invalidContent.ts';
import type { TextContent } from './messageContent.ts';

const utf8 = 'UTF-8';
const type = { authorityId: 'xmtp.org', typeId: 'text', versionMajor: 1 } as const;

/** xmtp.org/text:1.0 (XIP-5) */
export const textContent = contentCodec<TextContent>({
  ...type,
  shouldPush: true,
  isVisible: true,
  describe: ({ text }) => text,
  decode: (encoded) => {
    const text = decodeText(encoded);
    return text === undefined ? undefined : { kind: 'text', text };
  },
  encode: ({ text }) => textPayload(text),
});

/** Of what carries nothing but a text. @throws Content.Invalid for one that says nothing */
export const textPayload = (text: string): ContentPayload => {
  requireContent(text.trim() !== '', 'text');
  return { parameters: { encoding: utf8 }, content: utf8Encode(text) };
};

/** Any text, also an empty one: `encodeContent` is what checks. */
export const encodeText = (text: string): EncodedContent =>
  create(EncodedContentSchema, {
    type: { ...type, versionMinor: 0 },
    parameters: { encoding: utf8 },
    content: utf8Encode(text),
  });

/**
 * The text of a payload whose `encoding` is UTF-8, which is also what a missing one means.
 *
 * @throws Codec.Malformed when the bytes are not UTF-8
 */
export const decodeText = (encoded: EncodedContent): string | undefined =>
  (encoded.parameters.encoding ?? utf8) === utf8 ? utf8Decode(encoded.content) : undefined;
