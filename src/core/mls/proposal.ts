import { decodeTls, type TlsReader } from '../bytes/tlsReader.ts';
import { encodeTls, type TlsWriter } from '../bytes/tlsWriter.ts';
import { readCustomProposalBody } from './customProposalFormat.ts';
import { type Extension, readExtensions, writeExtensions } from './extension.ts';
import { type KeyPackage, readKeyPackage, writeKeyPackage } from './keyPackage.ts';
import { type LeafNode, readLeafNode, writeLeafNode } from './leafNode.ts';
import { refuse } from './mlsError.ts';
import { type PreSharedKeyId, readPreSharedKeyId, writePreSharedKeyId } from './preSharedKeyId.ts';
import { proposalTypes } from './proposalType.ts';

/** `Proposal` of RFC 9420 section 12.1. */
export type Proposal =
  | { readonly kind: 'add'; readonly keyPackage: KeyPackage }
  | { readonly kind: 'update'; readonly leafNode: LeafNode }
  | { readonly kind: 'remove'; readonly removed: number }
  | { readonly kind: 'psk'; readonly psk: PreSharedKeyId }
  | {
      readonly kind: 'reInit';
      readonly groupId: Uint8Array;
      readonly version: number;
      readonly cipherSuite: number;
      readonly extensions: readonly Extension[];
    }
  | { readonly kind: 'externalInit'; readonly kemOutput: Uint8Array }
  | { readonly kind: 'groupContextExtensions'; readonly extensions: readonly Extension[] }
  /** A type beyond RFC 9420 whose format is known: `body` is what follows the type. */
  | { readonly kind: 'custom'; readonly proposalType: number; readonly body: Uint8Array };

/** The number of a proposal's type on the wire. */
export const proposalTypeOf = (proposal: Proposal): number =>
  proposal.kind === 'custom' ? proposal.proposalType : proposalTypes[proposal.kind];

export function readProposal(reader: TlsReader): Proposal {
  const type = reader.uint16();
  switch (type) {
    case proposalTypes.add:
      return { kind: 'add', keyPackage: readKeyPackage(reader) };
    case proposalTypes.update:
      return { kind: 'update', leafNode: readLeafNode(reader) };
    case proposalTypes.remove:
      return { kind: 'remove', removed: reader.uint32() };
    case proposalTypes.psk:
      return { kind: 'psk', psk: readPreSharedKeyId(reader) };
    case proposalTypes.reInit:
      return {
        kind: 'reInit',
        groupId: reader.opaque(),
        version: reader.uint16(),
        cipherSuite: reader.uint16(),
        extensions: readExtensions(reader),
      };
    case proposalTypes.externalInit:
      return { kind: 'externalInit', kemOutput: reader.opaque() };
    case proposalTypes.groupContextExtensions:
      return { kind: 'groupContextExtensions', extensions: readExtensions(reader) };
  }
  const body = readCustomProposalBody(reader, type);
  if (body !== undefined) return { kind: 'custom', proposalType: type, body };
  return refuse('Mls.InvalidMessage', 'unknownProposal', 'A proposal has an unknown type.', { type });
}

export function writeProposal(writer: TlsWriter, proposal: Proposal): void {
  writer.uint16(proposalTypeOf(proposal));
  switch (proposal.kind) {
    case 'add':
      writeKeyPackage(writer, proposal.keyPackage);
      return;
    case 'update':
      writeLeafNode(writer, proposal.leafNode);
      return;
    case 'remove':
      writer.uint32(proposal.removed);
      return;
    case 'psk':
      writePreSharedKeyId(writer, proposal.psk);
      return;
    case 'reInit':
      writer.opaque(proposal.groupId).uint16(proposal.version).uint16(proposal.cipherSuite);
      writeExtensions(writer, proposal.extensions);
      return;
    case 'externalInit':
      writer.opaque(proposal.kemOutput);
      return;
    case 'groupContextExtensions':
      writeExtensions(writer, proposal.extensions);
      return;
    case 'custom':
      writer.fixed(proposal.body);
  }
}

export const encodeProposal = (proposal: Proposal): Uint8Array => encodeTls(proposal, writeProposal);

/** @throws Codec.Malformed, Mls.InvalidMessage */
export const decodeProposal = (bytes: Uint8Array): Proposal => decodeTls(bytes, readProposal);
