import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { type MemberIdentifier, type OwnerIdentifier, sameMember } from './memberIdentifier.ts';

/** One member of an inbox. Plain data, as is the state: it may be stored as it is. */
export interface IdentityMember {
  readonly identifier: MemberIdentifier;
  /** Who vouched for it; absent for the owner that created the inbox. */
  readonly addedBy?: MemberIdentifier;
  /** The time that the adding client claimed. */
  readonly clientTimestampNs?: bigint;
  /** The chain of a smart-contract wallet. */
  readonly chainId?: bigint;
  /** False when its addition rests on a smart-contract wallet's signature that nobody checked. */
  readonly isVerified: boolean;
}

/** Who belongs to an inbox at one point of its log. */
export interface IdentityState {
  readonly inboxId: string;
  /** The only one that may revoke members or name another recovery identifier; it may add members. */
  readonly recovery: OwnerIdentifier;
  /** In the order of their addition. */
  readonly members: readonly IdentityMember[];
  /** Hex of every signature that was used, for the refusal of replays. */
  readonly seenSignatures: readonly string[];
  /** False when anything in it rests on a signature that nobody checked. */
  readonly isVerified: boolean;
}

export const findMember = (state: IdentityState, identifier: MemberIdentifier): IdentityMember | undefined =>
  state.members.find((member) => sameMember(member.identifier, identifier));

/** The Ed25519 public keys of the installations, oldest first. */
export const installationKeysOf = (state: IdentityState): Uint8Array[] =>
  state.members
    .filter((member) => member.identifier.kind === 'installation')
    .map((member) => hexToBytes(member.identifier.id));

export const hasInstallation = (state: IdentityState, installationKey: Uint8Array): boolean =>
  findMember(state, { kind: 'installation', id: bytesToHex(installationKey) }) !== undefined;

/** The Ethereum addresses, the creating one first while it is a member. */
export const addressesOf = (state: IdentityState): string[] =>
  state.members
    .filter((member) => member.identifier.kind === 'address')
    .map((member) => member.identifier.id);
