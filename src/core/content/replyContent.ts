import { fromBinary } from '@bufbuild/protobuf';
import { EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import { contentReference } from './contentReference.ts';
import type { ContentType } from './contentType.ts';

/** xmtp.org/reply:1.0 (XIP-19): an encoded content in a content, and the message that it answers. */
export const replyContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'reply',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  read: (encoded, context) => {
    const text = context.readInner(fromBinary(EncodedContentSchema, encoded.content));
    if (text === undefined) return undefined;
    const { reference, referenceInboxId } = encoded.parameters;
    return { text, ...contentReference(reference, referenceInboxId) };
  },
};
