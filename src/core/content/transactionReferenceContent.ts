import type { ContentType } from './contentType.ts';
import { jsonFields } from './jsonFields.ts';
import { singleLine } from './singleLine.ts';

/** xmtp.org/transactionReference:1.0 (XIP-21): a transaction that the sender says was made. */
export const transactionReferenceContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'transactionReference',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  read: (encoded) => {
    const json = jsonFields(encoded.content);
    if (json === undefined) return undefined;
    const reference = singleLine(json.text('reference') ?? '');
    return { text: reference === '' ? 'Transaction' : `Transaction: ${reference}` };
  },
};
