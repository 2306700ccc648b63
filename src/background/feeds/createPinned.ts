/** Which conversations are pinned: nothing but reading all of them tells, so it is done once a client and kept. */
import type { Client, ClientEvent, Conversation } from '../../core/client/client.ts';

const pageLength = 200;
/** With the newest ones they have to fit a snapshot; a window that loads its whole list finds the rest. */
const maxPinned = 400;

export interface Pinned {
  /** Those known so far: none at the first call, which begins to look; a window that loads its whole list finds them. */
  of(client: Client): Promise<readonly Conversation[]>;
  note(event: ClientEvent): void;
}

export function createPinned(): Pinned {
  let following: Client | undefined;
  let ids = new Set<string>();
  /** Told of by events, which are newer than any page. */
  let told = new Set<string>();

  const look = async (client: Client): Promise<void> => {
    let beforeNs: bigint | undefined;
    for (;;) {
      const page = await client.listConversations({
        limit: pageLength,
        ...(beforeNs === undefined ? {} : { beforeNs }),
      });
      if (following !== client) return;
      for (const { conversationId, isPinned } of page) {
        if (isPinned && !told.has(conversationId)) ids.add(conversationId);
      }
      const oldestNs = page.at(-1)?.lastActivityNs;
      if (page.length < pageLength || oldestNs === beforeNs) return;
      beforeNs = oldestNs;
    }
  };

  return {
    async of(client) {
      if (following !== client) {
        following = client;
        ids = new Set();
        told = new Set();
        look(client).catch(() => {
          // A client that is being closed.
          if (following === client) following = undefined;
        });
      }
      const pinned = await Promise.all([...ids].slice(0, maxPinned).map((id) => client.getConversation(id)));
      return pinned.filter((each) => each !== undefined);
    },
    note(event) {
      if (event.kind !== 'conversation') return;
      const { conversationId, isPinned } = event.conversation;
      told.add(conversationId);
      if (isPinned) ids.add(conversationId);
      else ids.delete(conversationId);
    },
  };
}
