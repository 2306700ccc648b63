import { setImmediate } from 'node:timers/promises';
import { maxPageSize, type Page, type PageRequest, storableCursor } from './store/page.ts';
import type { TopicHub } from './topicHub.ts';

/** A topic to follow and the cursor after which to begin. */
export interface TopicFilter {
  readonly topic: Uint8Array;
  readonly cursor: bigint;
}

/** Topics read in one go before others get the event loop. */
const topicsPerTurn = 64;

/**
 * Everything in the topics after their cursors, then everything new, until `signal` aborts. A change of a topic
 * only marks it; what is delivered is always read from the store after the topic's cursor. So there is neither a
 * gap nor a double between history and live, and a reader that does not keep up holds no more than one page.
 * Order is ascending by id within a topic.
 */
export async function* followTopics<T extends { readonly id: bigint }>(
  filters: readonly TopicFilter[],
  source: {
    readonly hub: TopicHub;
    readonly topicKey: (topic: Uint8Array) => string;
    readonly readPage: (topic: Uint8Array, request: PageRequest) => Page<T>;
  },
  signal: AbortSignal,
): AsyncGenerator<T> {
  const cursors = new Map<string, { readonly topic: Uint8Array; cursor: bigint }>();
  for (const { topic, cursor } of filters) {
    const key = source.topicKey(topic);
    const other = cursors.get(key);
    // A topic named twice is followed once, from the earlier cursor.
    const from = storableCursor(other !== undefined && other.cursor < cursor ? other.cursor : cursor);
    cursors.set(key, { topic, cursor: from });
  }
  const watch = source.hub.watch(cursors.keys());
  try {
    for (let turn = 1; !signal.aborted; turn += 1) {
      const key = watch.take();
      if (key === undefined) {
        await watch.changed(signal);
        continue;
      }
      if (turn % topicsPerTurn === 0) await setImmediate();
      const state = cursors.get(key);
      if (state === undefined) continue;
      for (let more = true; more && !signal.aborted; ) {
        const page = source.readPage(state.topic, {
          descending: false,
          limit: maxPageSize,
          cursor: state.cursor,
        });
        for (const item of page.items) {
          if (signal.aborted) return;
          state.cursor = item.id;
          yield item;
        }
        more = page.nextCursor !== 0n;
      }
    }
  } finally {
    watch.close();
  }
}
