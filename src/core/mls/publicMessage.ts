import { equalBytes } from '../bytes/bytes.ts';
import type { TlsReader } from '../bytes/tlsReader.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { hmacSha256 } from '../crypto/hash.ts';
import {
  type AuthenticatedContent,
  type FramedContent,
  type FramedContentAuth,
  framedContentToBeSigned,
  readFramedContent,
  readFramedContentAuth,
  writeFramedContent,
  writeFramedContentAuth,
} from './framedContent.ts';
import { refuse } from './mlsError.ts';

/** `PublicMessage` of RFC 9420 section 6.2. */
export interface PublicMessage {
  readonly content: FramedContent;
  readonly auth: FramedContentAuth;
  /** Of members only. */
  readonly membershipTag: Uint8Array | undefined;
}

export function readPublicMessage(reader: TlsReader): PublicMessage {
  const content = readFramedContent(reader);
  const auth = readFramedContentAuth(reader, content.body.kind);
  return { content, auth, membershipTag: content.sender.kind === 'member' ? reader.opaque() : undefined };
}

export function writePublicMessage(writer: TlsWriter, message: PublicMessage): void {
  writeFramedContent(writer, message.content);
  writeFramedContentAuth(writer, message.auth);
  if (message.membershipTag !== undefined) writer.opaque(message.membershipTag);
}

/** `AuthenticatedContentTBM` under the membership key. */
function membershipTag(
  { content, auth }: Omit<AuthenticatedContent, 'format'>,
  membershipKey: Uint8Array,
  context: Uint8Array,
): Uint8Array {
  const writer = new TlsWriter(1024).fixed(framedContentToBeSigned('publicMessage', content, context));
  writeFramedContentAuth(writer, auth);
  return hmacSha256(membershipKey, writer.finish());
}

/** @param context the encoded group context of the message's epoch */
export function protectPublicMessage(
  { content, auth }: AuthenticatedContent,
  membershipKey: Uint8Array,
  context: Uint8Array,
): PublicMessage {
  const isMember = content.sender.kind === 'member';
  return {
    content,
    auth,
    membershipTag: isMember ? membershipTag({ content, auth }, membershipKey, context) : undefined,
  };
}

/** Checks the membership tag; the signature is the caller's. @throws Mls.InvalidMessage */
export function unprotectPublicMessage(
  { content, auth, membershipTag: tag }: PublicMessage,
  membershipKey: Uint8Array,
  context: Uint8Array,
): AuthenticatedContent {
  if (content.body.kind === 'application') {
    return refuse('Mls.InvalidMessage', 'publicApplication', 'Application data came unencrypted.');
  }
  if (content.sender.kind === 'member') {
    const expected = membershipTag({ content, auth }, membershipKey, context);
    if (tag === undefined || !equalBytes(tag, expected)) {
      return refuse('Mls.InvalidMessage', 'badMembershipTag', 'A membership tag is wrong.');
    }
  }
  return { format: 'publicMessage', content, auth };
}
