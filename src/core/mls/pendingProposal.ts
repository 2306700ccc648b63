import type { Proposal } from './proposal.ts';

/** A proposal sent by itself, waiting for a commit that refers to it (RFC 9420 section 12.1). */
export interface PendingProposal {
  /** ProposalRef, 32 bytes. */
  readonly reference: Uint8Array;
  readonly proposal: Proposal;
  /** Leaf index of the member that proposed. */
  readonly sender: number;
  /** For an Update of our own: the private key of its leaf. */
  readonly encryptionPrivateKey?: Uint8Array;
}

/** A proposal as a commit applies it. */
export interface AppliedProposal {
  readonly proposal: Proposal;
  /** Leaf index of the member that proposed; the committer for a proposal by value. */
  readonly sender: number;
  readonly byReference: boolean;
}
