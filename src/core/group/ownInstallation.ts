/** The installation that acts: whose groups these are. */
export interface OwnInstallation {
  readonly inboxId: string;
  /** Ed25519, 32 bytes: the installation's id and its MLS signature key. */
  readonly publicKey: Uint8Array;
  /** The 32-byte seed. */
  readonly seed: Uint8Array;
}
