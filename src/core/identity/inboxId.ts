import { utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { sha256 } from '../crypto/hash.ts';
import { WalletInboxError } from '../errors.ts';
import type { OwnerIdentifier } from './memberIdentifier.ts';

/** The nonce of an address's first inbox, as the official SDKs choose it. */
export const defaultInboxNonce = 1n;

const addressPattern = /^0x[0-9a-fA-F]{40}$/;
const inboxIdPattern = /^[0-9a-f]{64}$/;

/**
 * The inbox id of an address: hex(sha256(address || decimal nonce)).
 *
 * @param address `0x` and 40 hex digits, of any case
 * @throws Peer.Invalid when it is not an address
 */
export const generateInboxId = (address: string, nonce: bigint): string => {
  const id = inboxIdOf({ kind: 'address', id: address.toLowerCase() }, nonce);
  if (id === undefined) throw new WalletInboxError('Peer.Invalid', 'This is not an Ethereum address.');
  return id;
};

/** The inbox id that an owner creates with a nonce, or `undefined` when it is a malformed address. */
export const inboxIdOf = (owner: OwnerIdentifier, nonce: bigint): string | undefined => {
  if (owner.kind === 'address' && !isAddress(owner.id)) return undefined;
  return bytesToHex(sha256(utf8Encode(`${owner.id}${nonce}`)));
};

/** Of any case, without regard to its checksum. */
const isAddress = (text: string): boolean => addressPattern.test(text);

/** Whether this has the form of an inbox id: 64 lower-case hex digits. */
export const isInboxId = (text: string): boolean => inboxIdPattern.test(text);
