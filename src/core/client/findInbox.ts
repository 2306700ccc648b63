import { firstAddressOf } from '../conversation/identityLogs.ts';
import type { Session } from '../conversation/session.ts';
import { WalletInboxError } from '../errors.ts';
import { isInboxId } from '../identity/inboxId.ts';

export interface FoundInbox {
  readonly inboxId: string;
  readonly address?: string;
}

/** Resolves what a person typed: an address (any case) or an inbox id. */
export async function findInbox(session: Session, peer: string): Promise<FoundInbox> {
  const text = peer.trim().toLowerCase();
  if (/^0x[0-9a-f]{40}$/.test(text)) {
    const inboxId = (await session.node.getInboxIds([text])).get(text);
    if (inboxId === undefined) throw noInbox();
    return { inboxId, address: text };
  }
  if (!isInboxId(text)) {
    throw new WalletInboxError('Peer.Invalid', 'This is neither an address (0x…) nor an inbox id.');
  }
  await session.identityLogs.refresh([text]);
  const state = await session.identityLogs.newestState(text);
  if (state === undefined) throw noInbox();
  const address = firstAddressOf(state);
  return { inboxId: text, ...(address === undefined ? {} : { address }) };
}

function noInbox(): WalletInboxError {
  return new WalletInboxError('Peer.NoInbox', 'This peer has no inbox on this network yet.');
}
