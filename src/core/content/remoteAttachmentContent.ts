import { utf8Decode, utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { describeAttachment, readFilename } from './attachmentContent.ts';
import { contentCodec } from './contentCodec.ts';
import { contentLimits } from './contentLimits.ts';
import { requireContent } from './invalidContent.ts';
import type { RemoteAttachment, RemoteAttachmentContent } from './messageContent.ts';
import { isSafeUrl } from './safeUrl.ts';

/**
 * xmtp.org/remoteStaticAttachment:1.0 (XIP-17): the key to an encrypted file on some server. Reading it fetches nothing:
 * the address is the sender's choice and would tell them when and where it is read.
 */
export const remoteAttachmentContent = contentCodec<RemoteAttachmentContent>({
  authorityId: 'xmtp.org',
  typeId: 'remoteStaticAttachment',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  describe: ({ attachment }) => describeAttachment(attachment.filename),
  decode: ({ parameters, content }) => {
    const attachment = readRemoteAttachment({
      url: utf8Decode(content),
      contentDigest: parameters.contentDigest ?? '',
      secret: hexToBytes(parameters.secret ?? ''),
      salt: hexToBytes(parameters.salt ?? ''),
      nonce: hexToBytes(parameters.nonce ?? ''),
      scheme: parameters.scheme ?? '',
      contentLength: readLength(parameters.contentLength),
      filename: parameters.filename,
    });
    return attachment === undefined ? undefined : { kind: 'remoteAttachment', attachment };
  },
  encode: ({ attachment }) => {
    requireRemoteAttachment(attachment);
    const { url, contentDigest, secret, salt, nonce, scheme, contentLength } = attachment;
    const name = readFilename(attachment.filename);
    return {
      parameters: {
        contentDigest,
        salt: bytesToHex(salt),
        nonce: bytesToHex(nonce),
        secret: bytesToHex(secret),
        scheme,
        ...(contentLength !== undefined && { contentLength: contentLength.toString() }),
        ...name,
      },
      fallback: `Can't display ${name.filename ?? 'this content'}. This app doesn't support remote attachments.`,
      content: utf8Encode(url),
    };
  },
});

/** What a payload says of a remote attachment; `undefined` when nobody could fetch and open it. */
export const readRemoteAttachment = (
  raw: Omit<RemoteAttachment, 'filename' | 'contentLength'> & {
    readonly filename: string | undefined;
    readonly contentLength: number | undefined;
  },
): RemoteAttachment | undefined => {
  const { contentLength, filename, ...rest } = raw;
  const attachment: RemoteAttachment = {
    ...rest,
    url: toAscii(rest.url),
    contentDigest: rest.contentDigest.toLowerCase(),
    ...(contentLength !== undefined && { contentLength }),
    ...readFilename(filename),
  };
  return faultOf(attachment) === undefined ? attachment : undefined;
};

/** @throws Content.Invalid */
export const requireRemoteAttachment = (attachment: RemoteAttachment): void => {
  const fault = faultOf(attachment);
  requireContent(fault === undefined, fault ?? '');
};

const faultOf = (attachment: RemoteAttachment): keyof RemoteAttachment | undefined => {
  const { url, contentDigest, secret, salt, nonce, scheme, contentLength } = attachment;
  if (!isSafeUrl(url, contentLimits.urlLength)) return 'url';
  if (!/^[0-9a-f]{64}$/.test(contentDigest)) return 'contentDigest';
  if (secret.length !== 32) return 'secret';
  if (salt.length !== 32) return 'salt';
  if (nonce.length !== 12) return 'nonce';
  if (!/^https?(:\/\/)?$/.test(scheme)) return 'scheme';
  if (contentLength !== undefined && !isUint32(contentLength)) return 'contentLength';
  return undefined;
};

const isUint32 = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;

const readLength = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,10}$/.test(text) && isUint32(Number(text)) ? Number(text) : undefined;

/** Only what is not ASCII is written anew: any other address stays as it was sent. */
const toAscii = (url: string): string =>
  /[^\x21-\x7e]/.test(url) && URL.canParse(url) ? new URL(url).href : url;
