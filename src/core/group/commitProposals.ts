import { bytesToHex } from '../bytes/hex.ts';
import { credentialIdentity } from '../mls/credential.ts';
import type { Extension } from '../mls/extension.ts';
import type { LeafNode } from '../mls/leafNode.ts';
import type { AppliedProposal } from '../mls/pendingProposal.ts';
import type { CommitParticipant } from './groupChanges.ts';
import { type GroupLeaf, inboxIdOfCredential } from './groupLeaf.ts';

/** What the proposals of a commit add up to. */
export interface CommitProposals {
  /** Hex. */
  readonly addedInstallationIds: ReadonlySet<string>;
  readonly removedInstallationIds: ReadonlySet<string>;
  /** Who proposed to add or remove an installation of an inbox. */
  readonly adders: ReadonlyMap<string, CommitParticipant>;
  readonly removers: ReadonlyMap<string, CommitParticipant>;
  /** New leaves from update proposals, to be checked against the identity log. */
  readonly updates: readonly { readonly inboxId: string; readonly installationId: string }[];
  /** New group context extensions and who proposed them. */
  readonly contextChange?: {
    readonly extensions: readonly Extension[];
    readonly proposer: CommitParticipant;
  };
}

export type CommitProposalsRefusal =
  | 'actorNotMember'
  | 'subjectNotMember'
  | 'foreignCredential'
  | 'pskProposal';

const identityOfLeafNode = (
  leafNode: LeafNode,
): { readonly inboxId: string; readonly installationId: string } | undefined => {
  const inboxId = inboxIdOfCredential(credentialIdentity(leafNode.credential));
  if (leafNode.credential.type !== 'basic' || inboxId === undefined) return undefined;
  return { inboxId, installationId: bytesToHex(leafNode.signatureKey) };
};

/**
 * Sorts the proposals of a commit by what they do.
 *
 * @param participantAt the member at a leaf before the commit
 * @param leafAt the leaf before the commit
 */
export const sortCommitProposals = (
  proposals: readonly AppliedProposal[],
  participantAt: (leafIndex: number) => CommitParticipant | undefined,
  leafAt: (leafIndex: number) => GroupLeaf | undefined,
): CommitProposals | CommitProposalsRefusal => {
  const added = new Set<string>();
  const removed = new Set<string>();
  const adders = new Map<string, CommitParticipant>();
  const removers = new Map<string, CommitParticipant>();
  const updates: { readonly inboxId: string; readonly installationId: string }[] = [];
  let contextChange: CommitProposals['contextChange'];

  for (const { proposal, sender } of proposals) {
    const proposer = participantAt(sender);
    if (proposer === undefined) return 'actorNotMember';
    if (proposal.kind === 'add') {
      const subject = identityOfLeafNode(proposal.keyPackage.leafNode);
      if (subject === undefined) return 'foreignCredential';
      added.add(subject.installationId);
      adders.set(subject.inboxId, proposer);
    } else if (proposal.kind === 'remove') {
      const subject = leafAt(proposal.removed);
      if (subject === undefined) return 'subjectNotMember';
      if (subject.inboxId === undefined) return 'foreignCredential';
      removed.add(subject.installationId);
      removers.set(subject.inboxId, proposer);
    } else if (proposal.kind === 'update') {
      const subject = identityOfLeafNode(proposal.leafNode);
      if (subject === undefined) return 'foreignCredential';
      updates.push(subject);
    } else if (proposal.kind === 'psk') {
      return 'pskProposal';
    } else if (proposal.kind === 'groupContextExtensions') {
      contextChange = { extensions: proposal.extensions, proposer };
    }
  }
  return {
    addedInstallationIds: added,
    removedInstallationIds: removed,
    adders,
    removers,
    updates,
    ...(contextChange && { contextChange }),
  };
};
