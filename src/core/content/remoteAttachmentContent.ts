import { describeAttachment } from './attachmentContent.ts';
import type { ContentType } from './contentType.ts';

/**
 * xmtp.org/remoteStaticAttachment:1.0 (XIP-17): the key to an encrypted file on some server. Reading it fetches nothing:
 * the address is the sender's choice and would tell them when and where it is read.
 */
export const remoteAttachmentContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'remoteStaticAttachment',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  read: ({ parameters }) => ({ text: describeAttachment(parameters.filename) }),
};
