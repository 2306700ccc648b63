import { decodeTls } from '../bytes/tlsReader.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { type CipherSuite, hashLength } from './cipherSuite.ts';
import { expandWithLabel } from './deriveSecret.ts';
import { contentTypeNumbers } from './framedContent.ts';
import type { PrivateMessage } from './privateMessage.ts';

/** `SenderData` of RFC 9420 section 6.3.2. */
export interface SenderData {
  readonly leafIndex: number;
  readonly generation: number;
  readonly reuseGuard: Uint8Array;
}

export const reuseGuardLength = 4;

type Header = Pick<PrivateMessage, 'groupId' | 'epoch' | 'contentType'>;

/** `SenderDataAAD`. */
function senderDataAad(header: Header): Uint8Array {
  return new TlsWriter(64)
    .opaque(header.groupId)
    .uint64(header.epoch)
    .uint8(contentTypeNumbers[header.contentType])
    .finish();
}

/** Key and nonce come from a sample of the content's ciphertext, so that they differ for each message. */
export function senderDataKey(
  suite: CipherSuite,
  senderDataSecret: Uint8Array,
  ciphertext: Uint8Array,
): { readonly key: Uint8Array; readonly nonce: Uint8Array } {
  const sample = ciphertext.subarray(0, hashLength);
  return {
    key: expandWithLabel(senderDataSecret, 'key', sample, suite.aead.keyLength),
    nonce: expandWithLabel(senderDataSecret, 'nonce', sample, suite.aead.nonceLength),
  };
}

export function sealSenderData(
  suite: CipherSuite,
  senderDataSecret: Uint8Array,
  header: Header,
  ciphertext: Uint8Array,
  senderData: SenderData,
): Uint8Array {
  const { key, nonce } = senderDataKey(suite, senderDataSecret, ciphertext);
  const plaintext = new TlsWriter(12)
    .uint32(senderData.leafIndex)
    .uint32(senderData.generation)
    .fixed(senderData.reuseGuard)
    .finish();
  return suite.aead.seal(key, nonce, senderDataAad(header), plaintext);
}

/** @throws Crypto.OpenFailed, Codec.Malformed */
export function openSenderData(
  suite: CipherSuite,
  senderDataSecret: Uint8Array,
  message: PrivateMessage,
): SenderData {
  const { key, nonce } = senderDataKey(suite, senderDataSecret, message.ciphertext);
  const plaintext = suite.aead.open(key, nonce, senderDataAad(message), message.encryptedSenderData);
  return decodeTls(plaintext, (reader) => ({
    leafIndex: reader.uint32(),
    generation: reader.uint32(),
    reuseGuard: reader.fixed(reuseGuardLength),
  }));
}
