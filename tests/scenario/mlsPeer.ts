/** One member of a group that two engines share, ours or ts-mls. Bytes are those of an MLSMessage. */
export interface MlsPeer {
  readonly name: string;
  /** A fresh key package, whose private half waits for {@link join}. */
  keyPackage(): Promise<Uint8Array>;
  create(groupId: Uint8Array): Promise<void>;
  join(welcome: Uint8Array): Promise<void>;
  /** Makes a commit that counts for this member at once. */
  commit(change: {
    readonly add?: readonly Uint8Array[];
    readonly remove?: readonly string[];
  }): Promise<{ readonly commit: Uint8Array; readonly welcome: Uint8Array | undefined }>;
  /** Makes a proposal that counts for this member at once. */
  propose(change: { readonly add: Uint8Array } | { readonly remove: string }): Promise<Uint8Array>;
  send(text: string): Promise<Uint8Array>;
  /** The text of an application message; undefined for a handshake, which is applied. */
  receive(message: Uint8Array): Promise<string | undefined>;
  /** Hex: equal for all who agree on the epoch. */
  authenticator(): string;
}
