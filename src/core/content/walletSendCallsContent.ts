import type { ContentType } from './contentType.ts';
import { jsonFields } from './jsonFields.ts';
import { singleLine } from './singleLine.ts';

/** xmtp.org/walletSendCalls:1.0 (XIP-59, after EIP-5792): asks the reader's wallet for calls. Reading it asks nothing. */
export const walletSendCallsContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'walletSendCalls',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  read: (encoded) => {
    const json = jsonFields(encoded.content);
    if (json === undefined) return undefined;
    const described = json
      .list('calls')
      .map((call) => singleLine(call.object('metadata')?.text('description') ?? ''))
      .filter((line) => line !== '');
    return { text: ['Transaction request', ...described.slice(0, 10)].join('\n') };
  },
};
