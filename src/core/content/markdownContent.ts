import type { ContentType } from './contentType.ts';
import { decodeText } from './textContent.ts';

/** xmtp.org/markdown:1.0, shown as its source. */
export const markdownContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'markdown',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  read: (encoded) => {
    const text = decodeText(encoded);
    return text === undefined ? undefined : { text };
  },
};
