import { contentCodec } from './contentCodec.ts';
import type { MarkdownContent } from './messageContent.ts';
import { decodeText, textPayload } from './textContent.ts';

/** xmtp.org/markdown:1.0; in a sentence it is its source. */
export const markdownContent = contentCodec<MarkdownContent>({
  authorityId: 'xmtp.org',
  typeId: 'markdown',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  describe: ({ text }) => text,
  decode: (encoded) => {
    const text = decodeText(encoded);
    return text === undefined ? undefined : { kind: 'markdown', text };
  },
  encode: ({ text }) => textPayload(text),
});
