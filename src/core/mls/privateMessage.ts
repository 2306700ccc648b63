import { TlsReader } from '../bytes/tlsReader.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import type { CipherSuite } from './cipherSuite.ts';
import {
  type AuthenticatedContent,
  type ContentType,
  contentTypeNumbers,
  readContentType,
  readFramedBody,
  readFramedContentAuth,
  writeFramedBody,
  writeFramedContentAuth,
} from './framedContent.ts';
import { refuse } from './mlsError.ts';
import type { GenerationKey } from './senderRatchet.ts';

/** `PrivateMessage` of RFC 9420 section 6.3. */
export interface PrivateMessage {
  readonly groupId: Uint8Array;
  readonly epoch: bigint;
  readonly contentType: ContentType;
  readonly authenticatedData: Uint8Array;
  readonly encryptedSenderData: Uint8Array;
  readonly ciphertext: Uint8Array;
}

export function readPrivateMessage(reader: TlsReader): PrivateMessage {
  return {
    groupId: reader.opaque(),
    epoch: reader.uint64(),
    contentType: readContentType(reader),
    authenticatedData: reader.opaque(),
    encryptedSenderData: reader.opaque(),
    ciphertext: reader.opaque(),
  };
}

export function writePrivateMessage(writer: TlsWriter, message: PrivateMessage): void {
  writer
    .opaque(message.groupId)
    .uint64(message.epoch)
    .uint8(contentTypeNumbers[message.contentType])
    .opaque(message.authenticatedData)
    .opaque(message.encryptedSenderData)
    .opaque(message.ciphertext);
}

type Header = Pick<PrivateMessage, 'groupId' | 'epoch' | 'contentType' | 'authenticatedData'>;

/** `PrivateContentAAD`. */
function contentAad(header: Header): Uint8Array {
  return new TlsWriter(64 + header.authenticatedData.length)
    .opaque(header.groupId)
    .uint64(header.epoch)
    .uint8(contentTypeNumbers[header.contentType])
    .opaque(header.authenticatedData)
    .finish();
}

/** The nonce with the reuse guard over its first four bytes (section 6.3.1). */
function guardNonce(nonce: Uint8Array, guard: Uint8Array): Uint8Array {
  const guarded = nonce.slice();
  guard.forEach((byte, index) => {
    guarded[index] = (guarded[index] ?? 0) ^ byte;
  });
  return guarded;
}

/** The ciphertext of `PrivateMessageContent`, `padding` zero bytes at its end. */
export function sealContent(
  suite: CipherSuite,
  { content, auth }: AuthenticatedContent,
  key: GenerationKey,
  reuseGuard: Uint8Array,
  padding = 0,
): Uint8Array {
  const writer = new TlsWriter(512);
  writeFramedBody(writer, content.body);
  writeFramedContentAuth(writer, auth);
  writer.fixed(new Uint8Array(padding));
  const header: Header = { ...content, contentType: content.body.kind };
  return suite.aead.seal(key.key, guardNonce(key.nonce, reuseGuard), contentAad(header), writer.finish());
}

/**
 * Opens the content of a private message and frames it as sent by `leafIndex`.
 *
 * @throws Crypto.OpenFailed; Codec.Malformed or Mls.InvalidMessage when what was sealed is not a content
 */
export function openContent(
  suite: CipherSuite,
  message: PrivateMessage,
  leafIndex: number,
  key: GenerationKey,
  reuseGuard: Uint8Array,
): AuthenticatedContent {
  const plaintext = suite.aead.open(
    key.key,
    guardNonce(key.nonce, reuseGuard),
    contentAad(message),
    message.ciphertext,
  );
  const reader = new TlsReader(plaintext);
  const body = readFramedBody(reader, message.contentType);
  const auth = readFramedContentAuth(reader, message.contentType);
  if (reader.rest().some((byte) => byte !== 0)) {
    refuse('Mls.InvalidMessage', 'badPadding', 'The padding of a message is not zero.');
  }
  return {
    format: 'privateMessage',
    content: {
      groupId: message.groupId,
      epoch: message.epoch,
      sender: { kind: 'member', leafIndex },
      authenticatedData: message.authenticatedData,
      body,
    },
    auth,
  };
}
