import type { OwnInstallation } from '../group/ownInstallation.ts';

/** The account of a store, as the meta row `account` holds it. */
export interface Account {
  /** `0x` and 40 lower-case hex digits. */
  readonly address: string;
  /** 64 hex digits. */
  readonly inboxId: string;
  /** Hex of the Ed25519 public key. */
  readonly installationId: string;
  readonly installationKey: Uint8Array;
  /** Ed25519 seed: the MLS signature key of this installation. */
  readonly installationSeed: Uint8Array;
  /** 42 random bytes of the user, from which the push HMAC of a message derives. */
  readonly hmacUserKey: Uint8Array;
}

/** The account as the group room knows it. */
export function ownInstallation(account: Account): OwnInstallation {
  return { inboxId: account.inboxId, publicKey: account.installationKey, seed: account.installationSeed };
}
