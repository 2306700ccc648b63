import { bytesToHex } from '../bytes/hex.ts';

/**
 * Who belongs to an inbox, or signs for it. `id` is what the signature text shows: an Ethereum address as given
 * (lower case everywhere but in malformed updates), or the lower-case hex of an installation's or passkey's key.
 */
export interface MemberIdentifier {
  readonly kind: 'address' | 'installation' | 'passkey';
  readonly id: string;
  /** Of a passkey: its origin. No part of its identity. */
  readonly relyingParty?: string;
}

/** The kinds that can own an inbox. */
export interface OwnerIdentifier extends MemberIdentifier {
  readonly kind: 'address' | 'passkey';
}

export const addressIdentifier = (address: string): OwnerIdentifier => ({ kind: 'address', id: address });

/** @param key the installation's Ed25519 public key, 32 bytes */
export const installationIdentifier = (key: Uint8Array): MemberIdentifier => ({
  kind: 'installation',
  id: bytesToHex(key),
});

export const passkeyIdentifier = (key: Uint8Array, relyingParty?: string): OwnerIdentifier => ({
  kind: 'passkey',
  id: bytesToHex(key),
  ...(relyingParty === undefined ? {} : { relyingParty }),
});

export const sameMember = (left: MemberIdentifier, right: MemberIdentifier): boolean =>
  left.kind === right.kind && left.id === right.id;
