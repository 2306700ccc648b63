import { fromBinary } from '@bufbuild/protobuf';
import { MultiRemoteAttachmentSchema } from '../gen/mls/message_contents/content_types/multi_remote_attachment_pb.js';
import { describeAttachment } from './attachmentContent.ts';
import type { ContentType } from './contentType.ts';

/** How many files are named one by one. */
const namedLimit = 10;

/** xmtp.org/multiRemoteStaticAttachment:1.0 (XIP-48) */
export const multiRemoteAttachmentContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'multiRemoteStaticAttachment',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  read: (encoded) => {
    const { attachments } = fromBinary(MultiRemoteAttachmentSchema, encoded.content);
    const lines = attachments.slice(0, namedLimit).map(({ filename }) => describeAttachment(filename));
    const unnamed = attachments.length - lines.length;
    if (unnamed > 0) lines.push(`and ${unnamed} more`);
    return { text: lines.length === 0 ? 'Attachments' : lines.join('\n') };
  },
};
