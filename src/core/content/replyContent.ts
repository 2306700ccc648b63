import { fromBinary } from '@bufbuild/protobuf';
import { EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import { contentToBytes } from './contentBytes.ts';
import type { ContentCodec } from './contentCodec.ts';
import { contentReference, isId, readReferring } from './contentReference.ts';
import { formatContentType } from './contentType.ts';
import { requireContent } from './invalidContent.ts';
import type { MessageContent, ReplyContent } from './messageContent.ts';

/** What is no line in a thread is no answer either: a deletion inside a reply deletes nothing. */
const isAnswer = ({ kind }: MessageContent): boolean =>
  kind !== 'reaction' && kind !== 'readReceipt' && kind !== 'deleteMessage' && kind !== 'leaveRequest';

/** xmtp.org/reply:1.0 (XIP-19): an encoded content in a content, and the message that it answers. */
export const replyContent: ContentCodec<ReplyContent> = {
  authorityId: 'xmtp.org',
  typeId: 'reply',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  // Not by the decoded value: an answer of an unknown type still has its fallback, and one without a reference its text.
  read: (encoded, context) => {
    const text = context.readInner(fromBinary(EncodedContentSchema, encoded.content));
    if (text === undefined) return undefined;
    const referring = readReferring(encoded.parameters.reference, encoded.parameters.referenceInboxId);
    return { text, ...(referring !== undefined && contentReference(referring)) };
  },
  decode: (encoded, decodeInner) => {
    const referring = readReferring(encoded.parameters.reference, encoded.parameters.referenceInboxId);
    if (referring === undefined) return undefined;
    const content = decodeInner(fromBinary(EncodedContentSchema, encoded.content));
    return content === undefined || !isAnswer(content) ? undefined : { kind: 'reply', ...referring, content };
  },
  encode: ({ reference, referenceInboxId, content }, encodeInner) => {
    requireContent(isId(reference), 'reference');
    requireContent(referenceInboxId === undefined || isId(referenceInboxId), 'referenceInboxId');
    requireContent(isAnswer(content), 'content');
    const inner = encodeInner(content);
    return {
      parameters: {
        reference,
        ...(inner.type !== undefined && { contentType: formatContentType(inner.type) }),
        ...(referenceInboxId !== undefined && { referenceInboxId }),
      },
      fallback:
        content.kind === 'text'
          ? `Replied with "${content.text}" to an earlier message`
          : 'Replied to an earlier message',
      content: contentToBytes(inner),
    };
  },
};
