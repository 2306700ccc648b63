import { TlsWriter } from '../bytes/tlsWriter.ts';
import { hmacSha256, sha256 } from '../crypto/hash.ts';
import { type AuthenticatedContent, wireFormatNumbers, writeFramedContent } from './framedContent.ts';

/** `confirmed_transcript_hash` after a commit (RFC 9420 section 8.2). */
export function confirmedTranscriptHash(
  interimBefore: Uint8Array,
  { format, content, auth }: AuthenticatedContent,
): Uint8Array {
  const writer = new TlsWriter(1024).fixed(interimBefore).uint16(wireFormatNumbers[format]);
  writeFramedContent(writer, content);
  return sha256(writer.opaque(auth.signature).finish());
}

/** `interim_transcript_hash` after a commit (RFC 9420 section 8.2). */
export function interimTranscriptHash(confirmed: Uint8Array, confirmationTag: Uint8Array): Uint8Array {
  return sha256(new TlsWriter().fixed(confirmed).opaque(confirmationTag).finish());
}

/** `confirmation_tag` (RFC 9420 section 8.1). */
export function confirmationTag(confirmationKey: Uint8Array, confirmed: Uint8Array): Uint8Array {
  return hmacSha256(confirmationKey, confirmed);
}
