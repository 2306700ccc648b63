import { type ContentPayload, contentCodec } from './contentCodec.ts';
import { contentLimits } from './contentLimits.ts';
import { requireContent } from './invalidContent.ts';
import type { AttachedFile, AttachmentContent } from './messageContent.ts';
import { singleLine } from './singleLine.ts';

const unknownMimeType = 'application/octet-stream';

/** xmtp.org/attachment:1.0 (XIP-15): a small file inside the message. */
export const attachmentContent = contentCodec<AttachmentContent>({
  authorityId: 'xmtp.org',
  typeId: 'attachment',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  describe: ({ filename }) => describeAttachment(filename),
  decode: ({ parameters, content }) => ({
    kind: 'attachment',
    ...readFilename(parameters.filename),
    mimeType: isMimeType(parameters.mimeType) ? parameters.mimeType : unknownMimeType,
    data: content,
  }),
  encode: (content) => attachmentPayload(content),
});

/** Of a file, be it small or on its way to a server. @throws Content.Invalid */
export const attachmentPayload = ({ filename, mimeType, data }: AttachedFile): ContentPayload => {
  requireContent(isMimeType(mimeType), 'mimeType');
  requireContent(data.length > 0, 'data');
  const name = readFilename(filename);
  return {
    parameters: { mimeType, ...name },
    fallback: `Can't display ${name.filename ?? 'this content'}. This app doesn't support attachments.`,
    content: data,
  };
};

const isMimeType = (text: string | undefined): text is string =>
  text !== undefined &&
  text.length <= contentLimits.mimeTypeLength &&
  /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;[\x20-\x7e]*)?$/.test(text);

/** A name made fit for one line: what comes from elsewhere, and what goes there. */
export const readFilename = (filename: string | undefined): { readonly filename?: string } => {
  const name = singleLine(filename ?? '');
  return name === '' ? {} : { filename: name };
};

/** The line that stands for a file which is not shown. */
export const describeAttachment = (filename: string | undefined): string => {
  const name = singleLine(filename ?? '');
  return name === '' ? 'Attachment' : `Attachment: ${name}`;
};
