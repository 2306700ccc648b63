import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { MultiRemoteAttachmentSchema } from '../gen/mls/message_contents/content_types/multi_remote_attachment_pb.js';
import { describeAttachment, readFilename } from './attachmentContent.ts';
import { contentCodec } from './contentCodec.ts';
import { contentLimits } from './contentLimits.ts';
import { requireContent } from './invalidContent.ts';
import type { MultiRemoteAttachmentContent } from './messageContent.ts';
import { readRemoteAttachment, requireRemoteAttachment } from './remoteAttachmentContent.ts';

/** How many files are named one by one. */
const namedLimit = 10;

const isCount = (count: number): boolean => count >= 1 && count <= contentLimits.attachments;

/** xmtp.org/multiRemoteStaticAttachment:1.0 (XIP-48) */
export const multiRemoteAttachmentContent = contentCodec<MultiRemoteAttachmentContent>({
  authorityId: 'xmtp.org',
  typeId: 'multiRemoteStaticAttachment',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  describe: ({ attachments }) => {
    const lines = attachments.slice(0, namedLimit).map(({ filename }) => describeAttachment(filename));
    const unnamed = attachments.length - lines.length;
    if (unnamed > 0) lines.push(`and ${unnamed} more`);
    return lines.join('\n');
  },
  decode: (encoded) => {
    const message = fromBinary(MultiRemoteAttachmentSchema, encoded.content);
    if (!isCount(message.attachments.length)) return undefined;
    const attachments = message.attachments
      .map(({ url, contentDigest, secret, salt, nonce, scheme, contentLength, filename }) =>
        readRemoteAttachment({
          url,
          contentDigest,
          secret,
          salt,
          nonce,
          scheme,
          contentLength,
          filename,
        }),
      )
      .filter((attachment) => attachment !== undefined);
    // All or none: one that is left out would not be missed.
    if (attachments.length !== message.attachments.length) return undefined;
    return { kind: 'multiRemoteAttachment', attachments };
  },
  encode: ({ attachments }) => {
    requireContent(isCount(attachments.length), 'attachments');
    for (const attachment of attachments) requireRemoteAttachment(attachment);
    const message = create(MultiRemoteAttachmentSchema, {
      attachments: attachments.map(({ filename, ...attachment }) => ({
        ...attachment,
        ...readFilename(filename),
      })),
    });
    return {
      fallback: "Can't display this content. This app doesn't support multiple remote attachments.",
      content: toBinary(MultiRemoteAttachmentSchema, message),
    };
  },
});
