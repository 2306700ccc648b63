import type { Extension } from './extension.ts';

/**
 * How a group gives meaning to a proposal type beyond RFC 9420. Its format has to be known as well
 * (customProposalFormat).
 */
export interface CustomProposalHandler {
  readonly proposalType: number;
  /** Whether a commit that holds one needs a path (the registry's "Path Required"). */
  readonly requiresPath: boolean;
  /**
   * The extensions of the new group context.
   *
   * @param extensions after a GroupContextExtensions proposal of the same commit
   * @param bodies of all proposals of this type, in the commit's order
   * @throws WalletInboxError to refuse the commit
   */
  transformExtensions(extensions: readonly Extension[], bodies: readonly Uint8Array[]): readonly Extension[];
}
