import { firstAddressOf } from '../conversation/identityLogs.ts';
import type { Session } from '../conversation/session.ts';
import { WalletInboxError } from '../errors.ts';
import { isInboxId } from '../identity/inboxId.ts';

export interface FoundInbox {
  readonly inboxId: string;
  readonly address?: string;
}

const isAddress = (text: string): boolean => /^0x[0-9a-f]{40}$/.test(text);

/** Resolves what a person typed: an address (any case) or an inbox id. */
export async function findInbox(session: Session, peer: string): Promise<FoundInbox> {
  const text = peer.trim().toLowerCase();
  const inboxId = await inboxIdOf(session, text);
  if (inboxId === undefined) throw noInbox();
  if (isAddress(text)) return { inboxId, address: text };
  await session.identityLogs.refresh([inboxId]);
  const state = await session.identityLogs.newestState(inboxId);
  if (state === undefined) throw noInbox();
  const address = firstAddressOf(state);
  return { inboxId, ...(address === undefined ? {} : { address }) };
}

/**
 * The inbox id that is meant: an id as it stands, unproven; an address by asking the node.
 *
 * @throws Peer.Invalid
 */
export async function inboxIdOf(session: Session, peer: string): Promise<string | undefined> {
  const text = peer.trim().toLowerCase();
  if (isAddress(text)) return (await session.node.getInboxIds([text])).get(text);
  if (isInboxId(text)) return text;
  throw new WalletInboxError('Peer.Invalid', 'This is neither an address (0x…) nor an inbox id.');
}

/** @throws Peer.Invalid */
export function assertInboxId(inboxId: string): void {
  if (!isInboxId(inboxId)) throw new WalletInboxError('Peer.Invalid', 'This is no inbox id.');
}

function noInbox(): WalletInboxError {
  return new WalletInboxError('Peer.NoInbox', 'This peer has no inbox on this network yet.');
}
