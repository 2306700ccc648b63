import { contentCodec } from './contentCodec.ts';
import type { ReadReceiptContent } from './messageContent.ts';

/** xmtp.org/readReceipt:1.0 (XIP-22): says that everything until now was read. */
export const readReceiptContent = contentCodec<ReadReceiptContent>({
  authorityId: 'xmtp.org',
  typeId: 'readReceipt',
  versionMajor: 1,
  shouldPush: false,
  isVisible: false,
  describe: () => '',
  decode: () => ({ kind: 'readReceipt' }),
  encode: () => ({ content: new Uint8Array() }),
});
