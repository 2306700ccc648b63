import type { TlsReader } from '../bytes/tlsReader.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { protocolVersion } from './cipherSuite.ts';
import { type Commit, readCommit, writeCommit } from './commit.ts';
import { refuse } from './mlsError.ts';
import { type Proposal, readProposal, writeProposal } from './proposal.ts';

/** `Sender` of RFC 9420 section 6. */
export type Sender =
  | { readonly kind: 'member'; readonly leafIndex: number }
  | { readonly kind: 'external'; readonly senderIndex: number }
  | { readonly kind: 'newMemberProposal' }
  | { readonly kind: 'newMemberCommit' };

export type ContentType = 'application' | 'proposal' | 'commit';

/** The part of `FramedContent` that its content type selects. */
export type FramedBody =
  | { readonly kind: 'application'; readonly data: Uint8Array }
  | { readonly kind: 'proposal'; readonly proposal: Proposal }
  | { readonly kind: 'commit'; readonly commit: Commit };

/** `FramedContent` of RFC 9420 section 6. */
export interface FramedContent {
  readonly groupId: Uint8Array;
  readonly epoch: bigint;
  readonly sender: Sender;
  readonly authenticatedData: Uint8Array;
  readonly body: FramedBody;
}

/** `FramedContentAuthData` of RFC 9420 section 6.1. */
export interface FramedContentAuth {
  readonly signature: Uint8Array;
  /** On commits only. */
  readonly confirmationTag?: Uint8Array;
}

/** How a message travelled; it is part of what is signed. */
export type FramingFormat = 'publicMessage' | 'privateMessage';

/** `AuthenticatedContent` of RFC 9420 section 6. */
export interface AuthenticatedContent {
  readonly format: FramingFormat;
  readonly content: FramedContent;
  readonly auth: FramedContentAuth;
}

/** `WireFormat` of RFC 9420 section 6. */
export const wireFormatNumbers = {
  publicMessage: 1,
  privateMessage: 2,
  welcome: 3,
  groupInfo: 4,
  keyPackage: 5,
} as const;

export const contentTypeNumbers = { application: 1, proposal: 2, commit: 3 } as const;
const contentTypes: readonly ContentType[] = ['application', 'proposal', 'commit'];

export function readContentType(reader: TlsReader): ContentType {
  const type = contentTypes[reader.uint8() - 1];
  return type ?? refuse('Mls.InvalidMessage', 'unknownContentType', 'A message has an unknown content type.');
}

function readSender(reader: TlsReader): Sender {
  switch (reader.uint8()) {
    case 1:
      return { kind: 'member', leafIndex: reader.uint32() };
    case 2:
      return { kind: 'external', senderIndex: reader.uint32() };
    case 3:
      return { kind: 'newMemberProposal' };
    case 4:
      return { kind: 'newMemberCommit' };
    default:
      return refuse('Mls.InvalidMessage', 'unknownSender', 'A message has an unknown kind of sender.');
  }
}

function writeSender(writer: TlsWriter, sender: Sender): void {
  switch (sender.kind) {
    case 'member':
      writer.uint8(1).uint32(sender.leafIndex);
      return;
    case 'external':
      writer.uint8(2).uint32(sender.senderIndex);
      return;
    case 'newMemberProposal':
      writer.uint8(3);
      return;
    case 'newMemberCommit':
      writer.uint8(4);
  }
}

export function readFramedBody(reader: TlsReader, type: ContentType): FramedBody {
  if (type === 'application') return { kind: type, data: reader.opaque() };
  if (type === 'proposal') return { kind: type, proposal: readProposal(reader) };
  return { kind: type, commit: readCommit(reader) };
}

export function writeFramedBody(writer: TlsWriter, body: FramedBody): void {
  if (body.kind === 'application') writer.opaque(body.data);
  else if (body.kind === 'proposal') writeProposal(writer, body.proposal);
  else writeCommit(writer, body.commit);
}

export function readFramedContent(reader: TlsReader): FramedContent {
  const groupId = reader.opaque();
  const epoch = reader.uint64();
  const sender = readSender(reader);
  const authenticatedData = reader.opaque();
  return { groupId, epoch, sender, authenticatedData, body: readFramedBody(reader, readContentType(reader)) };
}

export function writeFramedContent(writer: TlsWriter, content: FramedContent): void {
  writer.opaque(content.groupId).uint64(content.epoch);
  writeSender(writer, content.sender);
  writer.opaque(content.authenticatedData).uint8(contentTypeNumbers[content.body.kind]);
  writeFramedBody(writer, content.body);
}

export function readFramedContentAuth(reader: TlsReader, type: ContentType): FramedContentAuth {
  const signature = reader.opaque();
  return type === 'commit' ? { signature, confirmationTag: reader.opaque() } : { signature };
}

export function writeFramedContentAuth(writer: TlsWriter, auth: FramedContentAuth): void {
  writer.opaque(auth.signature);
  if (auth.confirmationTag !== undefined) writer.opaque(auth.confirmationTag);
}

/** `FramedContentTBS` of RFC 9420 section 6.1; `context` as encoded in the epoch of the message. */
export function framedContentToBeSigned(
  format: FramingFormat,
  content: FramedContent,
  context: Uint8Array,
): Uint8Array {
  const writer = new TlsWriter(512 + context.length)
    .uint16(protocolVersion)
    .uint16(wireFormatNumbers[format]);
  writeFramedContent(writer, content);
  const { kind } = content.sender;
  if (kind === 'member' || kind === 'newMemberCommit') writer.fixed(context);
  return writer.finish();
}

/** `AuthenticatedContent` bytes: what a proposal reference is a hash of. */
export function encodeAuthenticatedContent({ format, content, auth }: AuthenticatedContent): Uint8Array {
  const writer = new TlsWriter(512).uint16(wireFormatNumbers[format]);
  writeFramedContent(writer, content);
  writeFramedContentAuth(writer, auth);
  return writer.finish();
}

export function readAuthenticatedContent(reader: TlsReader): AuthenticatedContent {
  const number = reader.uint16();
  if (number !== wireFormatNumbers.publicMessage && number !== wireFormatNumbers.privateMessage) {
    return refuse('Mls.InvalidMessage', 'unknownWireFormat', 'A content has an unknown wire format.');
  }
  const content = readFramedContent(reader);
  return {
    format: number === wireFormatNumbers.publicMessage ? 'publicMessage' : 'privateMessage',
    content,
    auth: readFramedContentAuth(reader, content.body.kind),
  };
}
