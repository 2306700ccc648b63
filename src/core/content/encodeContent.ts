import { create } from '@bufbuild/protobuf';
import { type EncodedContent, EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import { actionsContent } from './actionsContent.ts';
import { attachmentContent } from './attachmentContent.ts';
import { contentToBytes } from './contentBytes.ts';
import type { ContentCodec } from './contentCodec.ts';
import { contentLimits } from './contentLimits.ts';
import { deleteMessageContent } from './deleteMessageContent.ts';
import { intentContent } from './intentContent.ts';
import { requireContent } from './invalidContent.ts';
import { leaveRequestContent } from './leaveRequestContent.ts';
import { markdownContent } from './markdownContent.ts';
import type { MessageContent, MessageContentKind } from './messageContent.ts';
import { multiRemoteAttachmentContent } from './multiRemoteAttachmentContent.ts';
import { notificationContent } from './notificationContent.ts';
import { reactionContent } from './reactionContent.ts';
import { readReceiptContent } from './readReceiptContent.ts';
import { remoteAttachmentContent } from './remoteAttachmentContent.ts';
import { replyContent } from './replyContent.ts';
import { textContent } from './textContent.ts';
import { transactionReferenceContent } from './transactionReferenceContent.ts';
import { walletSendCallsContent } from './walletSendCallsContent.ts';

type CodecOf<Kind> = ContentCodec<Extract<MessageContent, { readonly kind: Kind }>>;

/** The type, and the version of it, that a kind travels as. */
const codecs: { readonly [Kind in MessageContentKind]: CodecOf<Kind> } = {
  text: textContent,
  markdown: markdownContent,
  reply: replyContent,
  reaction: reactionContent,
  attachment: attachmentContent,
  remoteAttachment: remoteAttachmentContent,
  multiRemoteAttachment: multiRemoteAttachmentContent,
  readReceipt: readReceiptContent,
  transactionReference: transactionReferenceContent,
  walletSendCalls: walletSendCallsContent,
  actions: actionsContent,
  intent: intentContent,
  deleteMessage: deleteMessageContent,
  leaveRequest: leaveRequestContent,
  notification: notificationContent,
};

/**
 * The content as it travels, never compressed, with the fallback that libxmtp sends for its type: at most 1 MiB.
 *
 * @throws Content.Invalid, with `details.field`; Notification.Invalid
 */
export const encodeContent = (content: MessageContent): EncodedContent => {
  const encoded = encode(content, 0);
  requireContent(contentToBytes(encoded).length <= contentLimits.encodedBytes, 'size');
  return encoded;
};

const encode = (content: MessageContent, depth: number): EncodedContent => {
  // The table gives each kind its own codec, which the compiler cannot follow through a lookup.
  const codec = codecs[content.kind] as ContentCodec<MessageContent>;
  const { authorityId, typeId, versionMajor } = codec;
  const encodeInner = (inner: MessageContent): EncodedContent => {
    requireContent(depth < contentLimits.replyDepth, 'content');
    return encode(inner, depth + 1);
  };
  return create(EncodedContentSchema, {
    type: { authorityId, typeId, versionMajor, versionMinor: 0 },
    ...codec.encode(content, encodeInner),
  });
};
