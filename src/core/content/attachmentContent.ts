import type { ContentType } from './contentType.ts';
import { singleLine } from './singleLine.ts';

/** xmtp.org/attachment:1.0 (XIP-15): a small file inside the message. */
export const attachmentContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'attachment',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  read: ({ parameters }) => ({ text: describeAttachment(parameters.filename) }),
};

/** The line that stands for a file which is not shown. */
export const describeAttachment = (filename: string | undefined): string => {
  const name = singleLine(filename ?? '');
  return name === '' ? 'Attachment' : `Attachment: ${name}`;
};
