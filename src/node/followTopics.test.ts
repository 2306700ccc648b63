import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { followTopics, type TopicFilter } from './followTopics.ts';
import { openStore, type Store } from './store/openStore.ts';
import { createTopicHub, type TopicHub } from './topicHub.ts';

const key = (topic: Uint8Array): string => String(topic[0]);
const topics = [0, 1, 2].map((topic) => Uint8Array.of(topic));

let store: Store;
let hub: TopicHub;
let stop: AbortController;

beforeEach(() => {
  store = openStore(':memory:', () => 0n);
  hub = createTopicHub();
  stop = new AbortController();
});

afterEach(() => {
  stop.abort();
  store.close();
});

let sent = 0;
const publish = (topic: number): Promise<void> =>
  store.write(({ stamp, afterCommit }) => {
    sent += 1;
    const groupId = Uint8Array.of(topic);
    const data = new TextEncoder().encode(String(sent));
    const message = { groupId, data, senderHmac: new Uint8Array(), shouldPush: false, isCommit: false };
    store.groupMessages.insert(message, stamp);
    afterCommit(() => hub.notify(key(groupId)));
  });

const follow = (filters: readonly TopicFilter[]) =>
  followTopics(filters, { hub, topicKey: key, readPage: store.groupMessages.readPage }, stop.signal);

/** Reads until `count` messages came; ids by topic. */
async function read(filters: readonly TopicFilter[], count: number): Promise<Map<string, bigint[]>> {
  const found = new Map<string, bigint[]>(topics.map((topic) => [key(topic), []]));
  let left = count;
  for await (const { id, groupId } of follow(filters)) {
    found.get(key(groupId))?.push(id);
    left -= 1;
    if (left === 0) break;
  }
  return found;
}

const stored = (topic: Uint8Array): bigint[] => {
  const ids: bigint[] = [];
  for (let cursor = 0n; ; ) {
    const page = store.groupMessages.readPage(topic, { descending: false, cursor, limit: 100 });
    ids.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === 0n) return ids;
    cursor = page.nextCursor;
  }
};

describe('following topics', () => {
  test('history and live meet without a gap and without a double while others publish', async () => {
    for (let index = 0; index < 350; index += 1) await publish(index % 3);
    const filters = topics.map((topic) => ({ topic, cursor: 0n }));
    const readers = Array.from({ length: 5 }, () => read(filters, 1000));
    const publishing = (async () => {
      for (let index = 0; index < 650; index += 1) {
        if (index % 7 === 0) await publish(index % 3);
        else publish(index % 3).catch(() => undefined);
        if (index % 50 === 0) await setImmediate();
      }
    })();
    const results = await Promise.all(readers);
    await publishing;
    for (const found of results) {
      for (const topic of topics) expect(found.get(key(topic))).toEqual(stored(topic));
    }
  });

  test('starts after the cursor, and once for a topic named twice', async () => {
    for (let index = 0; index < 6; index += 1) await publish(0);
    const topic = Uint8Array.of(0);
    const found = await read(
      [
        { topic, cursor: 4n },
        { topic, cursor: 2n },
      ],
      4,
    );
    expect(found.get('0')).toEqual([3n, 4n, 5n, 6n]);
  });

  test('a reader that stands still gets all of it when it goes on', async () => {
    const stream = follow([{ topic: Uint8Array.of(0), cursor: 0n }]);
    await publish(0);
    const first = await stream.next();
    for (let index = 0; index < 500; index += 1) await publish(0);
    const ids = [first.value?.id];
    while (ids.length < 501) ids.push((await stream.next()).value?.id);
    expect(ids).toEqual(Array.from({ length: 501 }, (_, index) => BigInt(index + 1)));
  });

  test('ends when told to, also while it waits', async () => {
    const stream = follow([{ topic: Uint8Array.of(0), cursor: 0n }]);
    const waiting = stream.next();
    await setImmediate();
    stop.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
