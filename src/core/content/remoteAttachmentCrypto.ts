import { create } from '@bufbuild/protobuf';
import { bytesToHex } from '../bytes/hex.ts';
import { openAes256Gcm, sealAes256Gcm, sha256OfFile } from '../crypto/aes256Gcm.ts';
import { hkdfSha256 } from '../crypto/hkdf.ts';
import { WalletInboxError } from '../errors.ts';
import { EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import type { Random } from '../ports.ts';
import { attachmentContent, attachmentPayload } from './attachmentContent.ts';
import { contentFromBytes, contentToBytes } from './contentBytes.ts';
import { contentLimits } from './contentLimits.ts';
import { decodeContent } from './decodeContent.ts';
import { expandContent } from './expandContent.ts';
import type { AttachedFile, RemoteAttachment } from './messageContent.ts';

/** A file ready for a server, and all but the address of what its readers need. */
export interface EncryptedAttachment {
  readonly payload: Uint8Array;
  readonly attachment: Omit<RemoteAttachment, 'url'>;
}

export interface AttachmentCryptoOptions {
  /** The largest payload, encrypted, in bytes; 25 MiB by default. */
  readonly maxBytes?: number;
}

/**
 * Encrypts a file for a server that must not read it (XIP-17): AES-256-GCM, without additional data, under a key that
 * HKDF-SHA256 makes of a random secret and salt (no info). What is encrypted is the EncodedContent of an attachment.
 *
 * @throws Attachment.TooLarge; Content.Invalid, with `details.field`
 */
export const encryptAttachment = async (
  file: AttachedFile,
  random: Random,
  { maxBytes = contentLimits.fileBytes }: AttachmentCryptoOptions = {},
): Promise<EncryptedAttachment> => {
  const { authorityId, typeId, versionMajor } = attachmentContent;
  const payloadOfType = attachmentPayload(file);
  requireSize(file.data.length, maxBytes);
  const plaintext = contentToBytes(
    create(EncodedContentSchema, {
      type: { authorityId, typeId, versionMajor, versionMinor: 0 },
      ...payloadOfType,
    }),
  );
  const [secret, salt, nonce] = [random.bytes(32), random.bytes(32), random.bytes(12)];
  const payload = await sealAes256Gcm(deriveKey(secret, salt), nonce, plaintext);
  requireSize(payload.length, maxBytes);
  const { filename } = payloadOfType.parameters ?? {};
  return {
    payload,
    attachment: {
      contentDigest: bytesToHex(await sha256OfFile(payload)),
      secret,
      salt,
      nonce,
      scheme: 'https://',
      contentLength: payload.length,
      ...(filename !== undefined && { filename }),
    },
  };
};

/**
 * Opens what lay at the address of an attachment. Nothing of it is used before its digest was found right.
 *
 * @throws Attachment.TooLarge, Attachment.DigestMismatch, Attachment.Undecryptable
 */
export const decryptAttachment = async (
  payload: Uint8Array,
  { contentDigest, secret, salt, nonce }: RemoteAttachment,
  { maxBytes = contentLimits.fileBytes }: AttachmentCryptoOptions = {},
): Promise<AttachedFile> => {
  requireSize(payload.length, maxBytes);
  if (bytesToHex(await sha256OfFile(payload)) !== contentDigest) {
    throw new WalletInboxError('Attachment.DigestMismatch', 'The file is not the one that was sent.');
  }
  const plaintext = await open(payload, deriveKey(secret, salt), nonce);
  const encoded = plaintext && contentFromBytes(plaintext);
  const expanded = encoded && (await expandContent(encoded));
  const content = expanded && decodeContent(expanded);
  if (content?.kind !== 'attachment') {
    throw new WalletInboxError('Attachment.Undecryptable', 'The file cannot be opened.');
  }
  const { kind: _, ...file } = content;
  return file;
};

const open = async (
  payload: Uint8Array,
  key: Uint8Array,
  nonce: Uint8Array,
): Promise<Uint8Array | undefined> => {
  try {
    return await openAes256Gcm(key, nonce, payload);
  } catch {
    return undefined;
  }
};

const deriveKey = (secret: Uint8Array, salt: Uint8Array): Uint8Array =>
  hkdfSha256(secret, salt, new Uint8Array(), 32);

const requireSize = (length: number, maxBytes: number): void => {
  if (length <= maxBytes) return;
  throw new WalletInboxError('Attachment.TooLarge', 'The file is too large.', {
    details: { maxBytes },
  });
};
