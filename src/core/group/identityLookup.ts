/** What is known of one inbox's identity log, as plain data: this room does no I/O. */
export interface IdentityLogView {
  /** Ids of the updates known, ascending. */
  readonly sequenceIds: readonly bigint[];
  /**
   * Whether the log was read from the network for the decision at hand. Then what it lacks does not exist; otherwise it may
   * only be late.
   */
  readonly isFresh: boolean;
  /** Installation keys (hex) as of one of `sequenceIds`; undefined when the log is invalid up to there. */
  installationsAt(sequenceId: bigint): ReadonlySet<string> | undefined;
}

export type IdentityLookup = (inboxId: string) => IdentityLogView | undefined;

/** A log that has to be fetched (as far as the node has it) before a decision can be made. */
export interface IdentityRequest {
  readonly inboxId: string;
  /** The update that was looked for; 'latest' when any will do. */
  readonly sequenceId: bigint | 'latest';
}

export const emptyIdentityLog: IdentityLogView = {
  sequenceIds: [],
  isFresh: true,
  installationsAt: () => undefined,
};
