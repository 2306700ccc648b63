/** The addresses of DMs: whom the person has accepted, and who could be taken for one of them. */
import { type Lookalike, maxCompared } from '../../bridge/channels/nameChannels.ts';
import type { Client, ClientEvent, Conversation } from '../../core/client/client.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { findLookalikes, indexLookalikes, type LookalikeIndex } from './lookalikes.ts';

const pageLength = 200;

interface Peer {
  readonly address: string;
  readonly consent: Conversation['consent'];
}

export interface KnownPeers {
  isAccepted(address: string): Promise<boolean>;
  /** Among `addresses`, or among those of all conversations but blocked ones. */
  lookalikes(addresses?: readonly string[]): Promise<readonly Lookalike[]>;
  note(event: ClientEvent): void;
  /** The inbox was locked. */
  clear(): void;
}

export function createKnownPeers(deps: {
  readonly client: () => Promise<Client>;
  /** A conversation came, got its address or another consent, after the peers were read. */
  readonly onChange: () => void;
}): KnownPeers {
  const { client, onChange } = deps;
  const peers = new Map<string, Peer>();
  let reading: Promise<string> | undefined;
  let index: LookalikeIndex | undefined;
  /** Raised by `clear`: what was being read by then is not kept. */
  let life = 0;

  /** Whether it changed anything. */
  function put({ conversationId, kind, peerAddress, consent }: Conversation): boolean {
    if (kind !== 'dm' || peerAddress === undefined) return false;
    const address = peerAddress.toLowerCase();
    const known = peers.get(conversationId);
    if (known?.address === address && known.consent === consent) return false;
    peers.set(conversationId, { address, consent });
    index = undefined;
    return true;
  }

  /** Answers with our own address, which others are sent to be taken for as well. */
  async function readAll(): Promise<string> {
    const own = life;
    const open = await client();
    let beforeNs: bigint | undefined;
    for (;;) {
      const page = await open.listConversations({
        limit: pageLength,
        ...(beforeNs === undefined ? {} : { beforeNs }),
      });
      if (own !== life) throw new WalletInboxError('Vault.Locked', 'The inbox was locked.');
      for (const conversation of page) {
        // An event that came meanwhile is newer than the page.
        if (!peers.has(conversation.conversationId)) put(conversation);
      }
      beforeNs = page.at(-1)?.lastActivityNs;
      if (page.length < pageLength || beforeNs === undefined) return open.address.toLowerCase();
    }
  }

  function read(): Promise<string> {
    if (reading !== undefined) return reading;
    const begun = readAll().catch((error: unknown) => {
      if (reading === begun) reading = undefined;
      throw error;
    });
    reading = begun;
    return begun;
  }

  async function indexed(): Promise<LookalikeIndex> {
    const own = await read();
    index ??= indexLookalikes([
      own,
      ...[...peers.values()].flatMap(({ address, consent }) => (consent === 'allowed' ? [address] : [])),
    ]);
    return index;
  }

  return {
    async isAccepted(address) {
      await read();
      for (const peer of peers.values()) {
        if (peer.address === address && peer.consent === 'allowed') return true;
      }
      return false;
    },
    async lookalikes(addresses) {
      const known = await indexed();
      const seen =
        addresses ??
        [...peers.values()].flatMap(({ address, consent }) => (consent === 'denied' ? [] : [address]));
      return findLookalikes(seen, known, maxCompared);
    },
    note(event) {
      if (event.kind !== 'conversation' || reading === undefined) return;
      if (put(event.conversation)) onChange();
    },
    clear() {
      life += 1;
      peers.clear();
      reading = undefined;
      index = undefined;
    },
  };
}
