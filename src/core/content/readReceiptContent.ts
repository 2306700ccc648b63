import type { ContentType } from './contentType.ts';

/** xmtp.org/readReceipt:1.0 (XIP-22): says that everything until now was read. */
export const readReceiptContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'readReceipt',
  versionMajor: 1,
  shouldPush: false,
  isVisible: false,
  read: () => ({ text: '' }),
};
