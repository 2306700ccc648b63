import { create } from '@bufbuild/protobuf';
import { utf8Decode, utf8Encode } from '../bytes/bytes.ts';
import { type EncodedContent, EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import type { ContentType } from './contentType.ts';

const utf8 = 'UTF-8';

/** xmtp.org/text:1.0 (XIP-5) */
export const textContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'text',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  read: (encoded) => {
    const text = decodeText(encoded);
    return text === undefined ? undefined : { text };
  },
};

export const encodeText = (text: string): EncodedContent =>
  create(EncodedContentSchema, {
    type: { authorityId: 'xmtp.org', typeId: 'text', versionMajor: 1, versionMinor: 0 },
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
