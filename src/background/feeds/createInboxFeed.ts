/** The conversation list as one window follows it: a snapshot, then patches of what changed, coalesced. */
import type { AppEvent } from '../../bridge/appEvent.ts';
import type { InboxSnapshot } from '../../bridge/inboxView.ts';
import {
  type Client,
  type ClientEvent,
  type Conversation,
  conversationIdOf,
} from '../../core/client/client.ts';
import { toConversationView } from '../views/toConversationView.ts';
import { createFlusher } from './createFlusher.ts';

/** Three screens of a popup: it paints these, and asks for the rest when they stand. */
const snapshotLength = 30;

/** Most conversations in one patch; the rest follows in the next. */
const maxPutsInPatch = 100;

export interface InboxFeed {
  /** Starts (or starts anew) to follow. */
  snapshot(client: Client): Promise<InboxSnapshot>;
  note(event: ClientEvent): void;
  stop(): void;
}

export function createInboxFeed(deps: {
  readonly send: (event: AppEvent) => void;
  /** Pinned ones stand above all others, however old they are. */
  readonly pinned: (client: Client) => Promise<readonly Conversation[]>;
  readonly delayMs: number;
}): InboxFeed {
  let following: Client | undefined;
  let revision = 0;
  const dirty = new Set<string>();

  const flusher = createFlusher(async () => {
    const client = following;
    if (client === undefined) return;
    const ids = [...dirty].slice(0, maxPutsInPatch);
    for (const id of ids) dirty.delete(id);
    // Read now rather than kept from the event: many events of one conversation cost one read, and it is the newest.
    const conversations = await Promise.all(ids.map((id) => client.getConversation(id)));
    if (following !== client) return;
    const puts = new Map(
      conversations.flatMap((conversation) =>
        conversation === undefined ? [] : [[conversation.conversationId, toConversationView(conversation)]],
      ),
    );
    const removes = ids.filter((_, at) => conversations[at] === undefined);
    const baseRevision = revision;
    revision += 1;
    deps.send({ kind: 'inboxPatch', patch: { baseRevision, revision, puts: [...puts.values()], removes } });
    if (dirty.size > 0) flusher.schedule();
  }, deps.delayMs);

  return {
    async snapshot(client) {
      following = client;
      dirty.clear();
      flusher.pause();
      try {
        const newest = await client.listConversations({ limit: snapshotLength + 1 });
        const conversations = newest.slice(0, snapshotLength);
        const pinned = await deps.pinned(client);
        revision += 1;
        const first = new Map(
          [...conversations, ...pinned].map((each) => [each.conversationId, toConversationView(each)]),
        );
        return {
          revision,
          conversations: [...first.values()],
          olderThanNs: (conversations.at(-1)?.lastActivityNs ?? 0n).toString(),
          hasOlder: newest.length > snapshotLength,
        };
      } finally {
        flusher.resume();
      }
    },
    note(event) {
      if (following === undefined) return;
      dirty.add(conversationIdOf(event));
      flusher.schedule();
    },
    stop() {
      following = undefined;
      dirty.clear();
    },
  };
}
