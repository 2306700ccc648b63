import { type ReadonlySignal, signal } from '@preact/signals';
import type { SearchResult } from '../../bridge/searchView.ts';
import { maxQueryLength } from '../../bridge/searchView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { type Failure, failureOf } from './failure.ts';

export interface InboxSearchModel {
  /** Undefined: the list is shown, not a search. It stays while a thread stands before it. */
  readonly query: ReadonlySignal<string | undefined>;
  /** Of the query, or of one before it while the next is under way. */
  readonly result: ReadonlySignal<SearchResult | undefined>;
  /** The result is not of the query yet. */
  readonly isWaiting: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  open(): void;
  close(): void;
  ask(query: string): void;
  loadMore(): Promise<void>;
  dispose(): void;
}

const pageLength = 30;
/** While somebody types. */
const typingMs = 120;
/** While older messages are still being taken in. */
const againMs = 400;
/** The same while nothing was found in what is there. */
const nothingYetMs = 120;
/** After something came or changed. */
const changedMs = 600;

export function createInboxSearchModel(port: BackgroundPort): InboxSearchModel {
  const query = signal<string>();
  const result = signal<SearchResult>();
  const isWaiting = signal(false);
  const failure = signal<Failure>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Raised by each new question: what was asked before it is answered to nobody. */
  let turn = 0;
  let pages = 1;

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), ms);
  };

  async function run(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const asked = query.value?.trim() ?? '';
    if (asked === '') return;
    turn += 1;
    const own = turn;
    try {
      const next = await port.request('search.query', { query: asked, limit: pageLength });
      if (own !== turn) return;
      result.value = next;
      failure.value = undefined;
      pages = 1;
      if (next.indexed.done < next.indexed.total) later(next.messages.length === 0 ? nothingYetMs : againMs);
    } catch (error) {
      if (own !== turn) return;
      failure.value = failureOf(error);
    }
    isWaiting.value = false;
  }

  function forget(): void {
    clearTimeout(timer);
    timer = undefined;
    turn += 1;
    pages = 1;
    result.value = undefined;
    failure.value = undefined;
    isWaiting.value = false;
  }

  const stop = port.onEvent((event) => {
    // Older pages would jump under one's eyes; what is on the first is worth being true.
    if (event.kind === 'inboxPatch' && result.value !== undefined && pages === 1) later(changedMs);
  });

  return {
    query,
    result,
    isWaiting,
    failure,
    open() {
      query.value ??= '';
    },
    close() {
      query.value = undefined;
      forget();
    },
    ask(next) {
      query.value = next.slice(0, maxQueryLength);
      if (next.trim() === '') {
        forget();
        return;
      }
      isWaiting.value = true;
      turn += 1;
      later(typingMs);
    },
    async loadMore() {
      const before = result.value;
      const last = before?.messages.at(-1);
      const asked = query.value?.trim() ?? '';
      if (before === undefined || last === undefined || !before.hasMore || asked === '') return;
      const own = turn;
      try {
        const page = await port.request('search.query', {
          query: asked,
          limit: pageLength,
          beforeNs: last.sentAtNs,
        });
        if (own !== turn) return;
        pages += 1;
        result.value = {
          ...page,
          conversations: before.conversations,
          messages: [...before.messages, ...page.messages],
          about: [...before.about, ...page.about],
        };
      } catch (error) {
        if (own === turn) failure.value = failureOf(error);
      }
    },
    dispose() {
      forget();
      stop();
    },
  };
}
