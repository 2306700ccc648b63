/** Which messages hold which words: in memory only, the one importer of MiniSearch. */
import MiniSearch from 'minisearch';
import { utf8DecodeLossy, utf8Encode } from '../../core/bytes/bytes.ts';
import { findMarks } from './findMarks.ts';
import { indexTokens, type SearchTerms } from './searchTerms.ts';
import { type Snippet, snippetOf } from './snippetOf.ts';

/** What a result shows, kept beside the index: the store has no way to a single message by its text. */
export interface IndexedMessage {
  readonly messageId: string;
  readonly conversationId: string;
  readonly senderInboxId: string;
  readonly isOwn: boolean;
  readonly sentAtNs: bigint;
  readonly text: string;
}

interface HeldMessage extends IndexedMessage {
  readonly tokens: number;
}

export interface SearchHit extends Omit<IndexedMessage, 'text'>, Snippet {}

export interface SearchIndex {
  /** Whether another message would drive an older one out. */
  readonly isFull: boolean;
  /** Adds, or replaces what changed. Beyond the caps the oldest leave. */
  put(message: IndexedMessage): void;
  remove(messageId: string): void;
  removeConversation(conversationId: string): void;
  /** Newest first. Hits of one instant are never split over two pages. */
  find(
    terms: SearchTerms,
    page: {
      readonly limit: number;
      readonly beforeNs?: bigint;
      readonly isListed: (conversationId: string) => boolean;
    },
  ): { readonly hits: readonly SearchHit[]; readonly hasMore: boolean };
}

/** How much of a long message is indexed. */
const maxIndexedTextLength = 4_000;

/**
 * So many of the newest are looked at before the index is asked: what is in every tenth message is found among them at
 * once, while the index would first gather all there are.
 */
const lookedAtFirst = 2_000;

/**
 * The same for a single letter, which the index is not asked for. Who looks for one letter is about to type the next.
 */
const lookedAtForLetters = 20_000;

/** Beyond the caps, the oldest leave in portions: ordering all of them for one message would cost too much. */
const evictedShare = 0.01;

export function createSearchIndex({
  maxMessages,
  maxTokens,
}: {
  readonly maxMessages: number;
  /** Words of all messages together, each once a message: who sends books must not fill the memory. */
  readonly maxTokens: number;
}): SearchIndex {
  const messages = new Map<string, HeldMessage>();
  let heldTokens = 0;
  /** The same, oldest first; undefined when it must be put in order again. */
  let ordered: HeldMessage[] | undefined = [];
  /** One string an id, however many messages name it. */
  const interned = new Map<string, string>();
  const intern = (id: string) => {
    const known = interned.get(id);
    if (known === undefined) interned.set(id, id);
    return known ?? id;
  };
  // The texts are cut before they come here, so that each is folded once.
  const index = new MiniSearch<{ readonly id: string; readonly tokens: readonly string[] }>({
    fields: ['tokens'],
    extractField: (document, field) =>
      field === 'id' ? document.id : (document.tokens as unknown as string),
    stringifyField: (value) => value,
    tokenize: (tokens) => tokens as unknown as string[],
    processTerm: (term) => term,
  });

  const remove = (messageId: string) => {
    const message = messages.get(messageId);
    if (message === undefined) return;
    messages.delete(messageId);
    heldTokens -= message.tokens;
    ordered = undefined;
    index.discard(messageId);
  };

  const inOrder = (): readonly HeldMessage[] => {
    ordered ??= [...messages.values()].sort(byAge);
    return ordered;
  };

  const evict = () => {
    const share = 1 + evictedShare;
    if (messages.size <= maxMessages * share && heldTokens <= maxTokens * share) return;
    for (const { messageId } of inOrder()) {
      if (messages.size <= maxMessages && heldTokens <= maxTokens) return;
      remove(messageId);
    }
  };

  const candidates = (lookups: SearchTerms['lookups']): HeldMessage[] => {
    // Of several words the longest finds the fewest, and the others are looked for in what it finds: asked for all of
    // them, the index would gather every message that holds a common one.
    const [longest] = lookups
      .filter(({ isPrefix }) => isPrefix)
      .sort((a, b) => b.token.length - a.token.length);
    const asked = lookups.filter((lookup) => !lookup.isPrefix || lookup === longest);
    const isPrefix = new Map(asked.map(({ token, isPrefix }) => [token, isPrefix]));
    const found = index.search(
      { combineWith: 'AND', queries: [...isPrefix.keys()] },
      { tokenize: (token) => [token], prefix: (token) => isPrefix.get(token) ?? false },
    );
    return found.flatMap(({ id }) => messages.get(id as string) ?? []);
  };

  return {
    get isFull() {
      return messages.size >= maxMessages || heldTokens >= maxTokens;
    },
    put(message) {
      const text = ownCopy(message.text.slice(0, maxIndexedTextLength));
      const known = messages.get(message.messageId);
      const tokens = known?.text === text ? undefined : indexTokens(text);
      const next = {
        messageId: message.messageId,
        conversationId: intern(message.conversationId),
        senderInboxId: intern(message.senderInboxId),
        isOwn: message.isOwn,
        sentAtNs: message.sentAtNs,
        text,
        tokens: tokens?.length ?? known?.tokens ?? 0,
      };
      if (tokens !== undefined) {
        remove(message.messageId);
        index.add({ id: message.messageId, tokens });
        heldTokens += tokens.length;
      }
      const newest = ordered?.at(-1);
      if (known !== undefined || (newest !== undefined && newest.sentAtNs > next.sentAtNs))
        ordered = undefined;
      ordered?.push(next);
      messages.set(message.messageId, next);
      evict();
    },
    remove,
    removeConversation(conversationId) {
      for (const message of messages.values()) {
        if (message.conversationId === conversationId) remove(message.messageId);
      }
    },
    find({ terms, lookups }, { limit, beforeNs, isListed }) {
      const hits: SearchHit[] = [];
      /** Takes what fits; false when the page is full and there is more. */
      const take = ({ text, tokens: _, ...message }: HeldMessage): boolean => {
        if (!isListed(message.conversationId)) return true;
        const marks = findMarks(text, terms);
        if (marks === undefined) return true;
        if (hits.length >= limit && hits.at(-1)?.sentAtNs !== message.sentAtNs) return false;
        hits.push({ ...message, ...snippetOf(text, marks) });
        return true;
      };
      if (terms.length === 0) return { hits, hasMore: false };

      const all = inOrder();
      const end = beforeNs === undefined ? all.length : countBefore(all, beforeNs);
      const begin = Math.max(0, end - (lookups.length === 0 ? lookedAtForLetters : lookedAtFirst));
      for (let at = end - 1; at >= begin; at -= 1) {
        const message = all[at];
        if (message !== undefined && !take(message)) return { hits, hasMore: true };
      }
      const border = all[begin];
      if (begin === 0 || border === undefined || lookups.length === 0) return { hits, hasMore: false };

      const seen = new Set(hits.map(({ messageId }) => messageId));
      const older = candidates(lookups)
        .filter(({ messageId, sentAtNs }) => sentAtNs <= border.sentAtNs && !seen.has(messageId))
        .sort((a, b) => byAge(b, a));
      for (const message of older) if (!take(message)) return { hits, hasMore: true };
      return { hits, hasMore: false };
    },
  };
}

/** A part of a text keeps all of it in memory, and that may be a megabyte for each message that is held. */
const ownCopy = (text: string): string => utf8DecodeLossy(utf8Encode(text));

/** How many of a list, oldest first, were sent before. */
function countBefore(list: readonly IndexedMessage[], beforeNs: bigint): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.sentAtNs ?? 0n) < beforeNs) low = middle + 1;
    else high = middle;
  }
  return low;
}

const byAge = (a: IndexedMessage, b: IndexedMessage): number =>
  a.sentAtNs < b.sentAtNs ? -1 : a.sentAtNs > b.sentAtNs ? 1 : 0;
