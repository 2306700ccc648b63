import type { TlsReader } from '../bytes/tlsReader.ts';
import type { TlsWriter } from '../bytes/tlsWriter.ts';
import { refuse } from './mlsError.ts';
import { type Proposal, readProposal, writeProposal } from './proposal.ts';
import { readUpdatePath, type UpdatePath, writeUpdatePath } from './updatePath.ts';

/** `ProposalOrRef` of RFC 9420 section 12.4. */
export type ProposalOrRef =
  | { readonly kind: 'proposal'; readonly proposal: Proposal }
  | { readonly kind: 'reference'; readonly reference: Uint8Array };

/** `Commit` of RFC 9420 section 12.4. */
export interface Commit {
  readonly proposals: readonly ProposalOrRef[];
  readonly path: UpdatePath | undefined;
}

function readProposalOrRef(reader: TlsReader): ProposalOrRef {
  switch (reader.uint8()) {
    case 1:
      return { kind: 'proposal', proposal: readProposal(reader) };
    case 2:
      return { kind: 'reference', reference: reader.opaque() };
    default:
      return refuse(
        'Mls.InvalidMessage',
        'unknownProposalForm',
        'A commit lists a proposal in an unknown form.',
      );
  }
}

function writeProposalOrRef(writer: TlsWriter, item: ProposalOrRef): void {
  if (item.kind === 'proposal') writeProposal(writer.uint8(1), item.proposal);
  else writer.uint8(2).opaque(item.reference);
}

export function readCommit(reader: TlsReader): Commit {
  return {
    proposals: reader.vector(readProposalOrRef),
    path: reader.optional(readUpdatePath),
  };
}

export function writeCommit(writer: TlsWriter, commit: Commit): void {
  writer.vector(commit.proposals, writeProposalOrRef).optional(commit.path, writeUpdatePath);
}
