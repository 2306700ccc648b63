/** Search over an open inbox: built at the first question, kept by events, gone at lock. Nothing of it is stored. */
import type { Client, ClientEvent, Conversation, Message } from '../../core/client/client.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import { conversationMatches } from './conversationMatches.ts';
import { createSearchIndex, type SearchHit, type SearchIndex } from './createSearchIndex.ts';
import { searchedText } from './searchedText.ts';
import { searchTerms } from './searchTerms.ts';

export interface SearchAnswer {
  /** Those that the question names, newest activity first. */
  readonly conversations: readonly Conversation[];
  /** Newest first. */
  readonly messages: readonly SearchHit[];
  /** The conversations of `messages`. */
  readonly about: readonly KnownConversation[];
  readonly hasMore: boolean;
  readonly indexed: { readonly done: number; readonly total: number };
}

export interface Search {
  /** Answers from what is indexed so far; the first question begins the indexing. */
  query(input: {
    readonly query: string;
    readonly limit: number;
    readonly beforeNs?: bigint;
  }): Promise<SearchAnswer>;
  note(event: ClientEvent): void;
  /** Forgets everything: the inbox was locked or another one opened. */
  drop(): void;
}

export interface SearchDeps {
  readonly client: () => Promise<Client>;
  /** Rows of messages in the store, also those that no thread shows. */
  readonly countMessages: () => Promise<number>;
  /** Names beside a conversation's own, e.g. from ENS. */
  readonly namesOf: (conversation: KnownConversation) => readonly string[];
  /** Lets the worker do something else. */
  readonly pause: () => Promise<void>;
  /** The newest so many are indexed, while their words are not more than so many. */
  readonly maxMessages: number;
  readonly maxTokens: number;
  /** Unused for so long, the index gives its memory back. */
  readonly idleMs: number;
  readonly logger: Logger;
}

/** Messages of one conversation that are read and indexed between two pauses. */
const sliceLength = 100;
const conversationsInPage = 200;
/** Of a stranger's message this much is looked at: enough to find it again, too little to be a burden. */
const strangersTextLength = 300;
const maxConversationHits = 20;

interface Unread {
  /** No message that is still to come is newer. */
  readonly newestNs: bigint;
  /** Where the next page begins; absent for the first. */
  readonly beforeNs?: bigint;
}

/** Without its last message, which may be a megabyte and is not looked for here. */
type KnownConversation = Omit<Conversation, 'lastMessage'>;

const known = ({ lastMessage: _, ...conversation }: Conversation): KnownConversation => conversation;

/** An index with what is known of the client that it is of. */
interface Library {
  readonly client: Client;
  readonly index: SearchIndex;
  readonly conversations: Map<string, KnownConversation>;
  /** Conversations that are not indexed to their end. */
  readonly unread: Map<string, Unread>;
  /** Ids that events spoke of while a page was read: the page may be older than the event. */
  readonly touched: Set<string>;
  done: number;
  total: number;
  /** All conversations are known. */
  isListed: boolean;
  isBuilding: boolean;
  /** The newest conversations are known: there is something to answer. */
  readonly begun: Promise<void>;
}

export function createSearch(deps: SearchDeps): Search {
  const { pause, maxMessages, maxTokens, logger } = deps;
  let library: Library | undefined;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;

  const drop = () => {
    clearTimeout(idleTimer);
    library = undefined;
  };

  /** Half an index would answer for ever as if it were still being built: the next question begins anew. */
  const giveUp = (of: Library, error: unknown) => {
    if (library !== of) return;
    logger.warn('search.notBuilt', errorFacts(error));
    drop();
  };

  /** Pages of conversations; each is built on while the next is read. */
  const listAll = async (of: Library, onFirst: () => void): Promise<void> => {
    let beforeNs: bigint | undefined;
    for (;;) {
      const page = await of.client.listConversations({
        limit: conversationsInPage,
        ...(beforeNs === undefined ? {} : { beforeNs }),
      });
      for (const conversation of page) {
        if (of.conversations.has(conversation.conversationId)) continue;
        of.conversations.set(conversation.conversationId, known(conversation));
        enlist(of, conversation);
      }
      const oldestNs = page.at(-1)?.lastActivityNs;
      of.isListed = page.length < conversationsInPage || oldestNs === beforeNs;
      startBuild(of);
      onFirst();
      if (of.isListed || library !== of) return;
      beforeNs = oldestNs;
      await pause();
    }
  };

  /** The newest messages of all first: those of the conversation whose next ones are newest. */
  const build = async (of: Library): Promise<void> => {
    if (of.isBuilding) return;
    of.isBuilding = true;
    try {
      while (library === of && !of.index.isFull) {
        const next = newestOf(of.unread);
        if (next === undefined) break;
        await takePage(of, ...next);
        await pause();
      }
    } finally {
      of.isBuilding = false;
    }
    // At a cap: what is older is not looked for.
    if (of.index.isFull) of.unread.clear();
  };

  const startBuild = (of: Library) => {
    build(of).catch((error: unknown) => giveUp(of, error));
  };

  const takePage = async (of: Library, conversationId: string, { beforeNs }: Unread): Promise<void> => {
    of.touched.clear();
    const page = await of.client.listMessages(conversationId, {
      limit: sliceLength,
      ...(beforeNs === undefined ? {} : { beforeNs }),
    });
    const oldest = page.at(-1);
    if (oldest === undefined || of.unread.get(conversationId) === undefined) {
      of.unread.delete(conversationId);
      return;
    }
    of.unread.set(conversationId, { newestNs: oldest.sentAtNs, beforeNs: oldest.sentAtNs });
    of.done += page.length;
    for (const message of page) {
      if (!of.touched.has(message.messageId)) put(of, message);
    }
  };

  const put = ({ index, conversations }: Library, message: Message) => {
    const text = searchedText(message);
    if (text.trim() === '') {
      index.remove(message.messageId);
      return;
    }
    const isWhole = isAccepted(conversations.get(message.conversationId));
    index.put({ ...message, text: isWhole ? text : text.slice(0, strangersTextLength) });
  };

  const open = async (): Promise<Library> => {
    const client = await deps.client();
    if (library?.client === client) return library;
    drop();
    const of: Library = {
      client,
      index: createSearchIndex({ maxMessages, maxTokens }),
      conversations: new Map(),
      unread: new Map(),
      touched: new Set(),
      done: 0,
      total: 0,
      isListed: false,
      isBuilding: false,
      begun: Promise.resolve().then(async () => {
        of.total = await deps.countMessages();
        await new Promise<void>((resolve, reject) => {
          listAll(of, resolve).catch((error: unknown) => {
            reject(error);
            giveUp(of, error);
          });
        });
      }),
    };
    library = of;
    of.begun.catch((error: unknown) => giveUp(of, error));
    return of;
  };

  const requireOpen = (of: Library) => {
    if (library === of) return;
    throw new WalletInboxError('Vault.Locked', 'The inbox was locked during the search.');
  };

  const stayAwhile = () => {
    clearTimeout(idleTimer);
    idleTimer = setTimeout(drop, deps.idleMs);
  };

  return {
    async query({ query, limit, beforeNs }) {
      const of = await open();
      stayAwhile();
      await of.begun;
      requireOpen(of);
      const terms = searchTerms(query);
      const isListed = (id: string) => isSearched(of.conversations.get(id));
      const { hits, hasMore } = of.index.find(terms, {
        limit,
        isListed,
        ...(beforeNs === undefined ? {} : { beforeNs }),
      });
      const named =
        beforeNs === undefined
          ? [...of.conversations.values()].filter(
              (each) => isSearched(each) && conversationMatches(each, query, terms, deps.namesOf(each)),
            )
          : [];
      const ids = named.sort(byActivity).slice(0, maxConversationHits);
      const rows = await Promise.all(
        ids.map(({ conversationId }) => of.client.getConversation(conversationId)),
      );
      requireOpen(of);
      const isDone = of.isListed && of.unread.size === 0;
      return {
        conversations: rows.filter((row) => row !== undefined),
        messages: hits,
        about: [...new Set(hits.map(({ conversationId }) => conversationId))].flatMap(
          (id) => of.conversations.get(id) ?? [],
        ),
        hasMore,
        // Rows that no thread shows are counted but never read, so the end is known by other means.
        indexed: isDone
          ? { done: of.total, total: of.total }
          : { done: Math.min(of.done, of.total), total: Math.max(of.total, of.done + 1) },
      };
    },
    note(event) {
      const of = library;
      if (of === undefined) return;
      if (event.kind === 'message') {
        of.touched.add(event.message.messageId);
        const conversation = of.conversations.get(event.message.conversationId);
        // One that is not known yet is found once its own event has come.
        if (conversation === undefined || isSearched(conversation)) put(of, event.message);
        return;
      }
      if (event.kind === 'messageRemoved') {
        of.touched.add(event.messageId);
        of.index.remove(event.messageId);
        return;
      }
      const conversation = known(event.conversation);
      const before = of.conversations.get(conversation.conversationId);
      of.conversations.set(conversation.conversationId, conversation);
      if (!isSearched(conversation)) {
        of.unread.delete(conversation.conversationId);
        if (isSearched(before)) of.index.removeConversation(conversation.conversationId);
      } else if (!isSearched(before) || (isAccepted(conversation) && !isAccepted(before))) {
        enlist(of, conversation);
        startBuild(of);
      }
    },
    drop,
  };
}

/** What was blocked is not found. */
const isSearched = (conversation: KnownConversation | undefined): boolean =>
  conversation !== undefined && conversation.consent !== 'denied';

const isAccepted = (conversation: KnownConversation | undefined): boolean =>
  conversation?.consent === 'allowed';

const enlist = (of: Library, conversation: KnownConversation) => {
  if (isSearched(conversation)) {
    of.unread.set(conversation.conversationId, { newestNs: conversation.lastActivityNs });
  }
};

function newestOf(unread: ReadonlyMap<string, Unread>): readonly [string, Unread] | undefined {
  let newest: readonly [string, Unread] | undefined;
  for (const entry of unread) {
    if (newest === undefined || entry[1].newestNs > newest[1].newestNs) newest = entry;
  }
  return newest;
}

const byActivity = (a: KnownConversation, b: KnownConversation): number =>
  a.lastActivityNs < b.lastActivityNs ? 1 : a.lastActivityNs > b.lastActivityNs ? -1 : 0;
