import type { Session } from '../conversation/session.ts';
import { isWalletInboxError, WalletInboxError } from '../errors.ts';
import { findInbox } from './findInbox.ts';

/** How many peers are looked up beside each other. */
const concurrency = 8;

/**
 * The inbox ids of peers as a person typed them, each once, in their order.
 *
 * @throws Peer.Invalid, Peer.NoInbox, with `details.peer`: one that is wrong spoils the whole, before anything is done
 */
export async function findInboxes(session: Session, peers: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (let start = 0; start < peers.length; start += concurrency) {
    const batch = peers.slice(start, start + concurrency);
    found.push(...(await Promise.all(batch.map((peer) => inboxIdOf(session, peer)))));
  }
  return [...new Set(found)];
}

async function inboxIdOf(session: Session, peer: string): Promise<string> {
  try {
    return (await findInbox(session, peer)).inboxId;
  } catch (error) {
    if (!isWalletInboxError(error) || !error.code.startsWith('Peer.')) throw error;
    throw new WalletInboxError(error.code, error.shortMessage, { details: { peer: peer.slice(0, 100) } });
  }
}
