import { expect, test } from 'vitest';
import { webRandom } from '../../core/crypto/random.ts';
import type { GroupEnvelope, NodeApi, WelcomeEnvelope } from '../../core/ports.ts';
import { unsafeMemoryArea } from '../platform/unsafeMemoryArea.ts';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import { createLockedWatcher } from './createLockedWatcher.ts';
import { watchListKey } from './watchList.ts';

const accountId = 'aa'.repeat(16);
const groupId = '0a'.repeat(16);
const list = {
  version: 1,
  accountId,
  nodeUrl: 'http://127.0.0.1:1',
  installationKey: '0d'.repeat(32),
  welcomeCursor: '7',
  groups: [[groupId, '10']],
};

/** An MLSMessage of a private message: 1 is application, 3 is commit. */
function privateMessage(contentType: number): Uint8Array {
  return Uint8Array.from([
    0,
    1,
    0,
    2,
    16,
    ...new Array(16).fill(10),
    ...new Array(8).fill(0),
    contentType,
    0,
  ]);
}

const groupEnvelope = (id: bigint, contentType: number): GroupEnvelope => ({
  id,
  createdNs: 1n,
  groupId: new Uint8Array(16).fill(10),
  data: privateMessage(contentType),
});

async function* streamOf<T>(items: readonly T[], signal: AbortSignal): AsyncIterable<T> {
  yield* items;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
}

function setUp(groups: readonly GroupEnvelope[], welcomes: readonly WelcomeEnvelope[]) {
  const local = unsafeMemoryArea();
  const asked: unknown[] = [];
  let arrivals = 0;
  const node = {
    subscribeGroupMessages(filters: unknown, { signal }: { signal: AbortSignal }) {
      asked.push(filters);
      return streamOf(groups, signal);
    },
    subscribeWelcomeMessages(filters: unknown, { signal }: { signal: AbortSignal }) {
      asked.push(filters);
      return streamOf(welcomes, signal);
    },
  } as unknown as NodeApi;
  const watcher = createLockedWatcher({
    local,
    connect: () => node,
    onArrival: () => {
      arrivals += 1;
    },
    random: webRandom,
    logger,
  });
  /** Lets the streams run dry: they await nothing but memory. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { local, watcher, asked, settle, arrivals: () => arrivals };
}

test('content arrives, commits and what was seen before do not', async () => {
  const { local, watcher, asked, settle, arrivals } = setUp(
    [groupEnvelope(10n, 1), groupEnvelope(11n, 3), groupEnvelope(12n, 1)],
    [],
  );
  await local.set(watchListKey, list);
  await watcher.start(accountId);
  await settle();
  expect(arrivals()).toBe(1);
  expect(asked).toEqual([
    [{ groupId: new Uint8Array(16).fill(10), afterCursor: 10n }],
    [{ installationKey: new Uint8Array(32).fill(13), afterCursor: 7n }],
  ]);
  // The next life of the worker goes on after what was alerted.
  expect(await local.get(watchListKey)).toMatchObject({ groups: [[groupId, '12']] });
  await watcher.stop();
});

test('an invitation arrives', async () => {
  const welcome = { kind: 'welcome', id: 8n } as WelcomeEnvelope;
  const { local, watcher, settle, arrivals } = setUp([], [welcome]);
  await local.set(watchListKey, list);
  await watcher.start(accountId);
  await settle();
  expect(arrivals()).toBe(1);
  expect(await local.get(watchListKey)).toMatchObject({ welcomeCursor: '8' });
  await watcher.stop();
});

test.each([
  ['of another account', { ...list, accountId: 'bb'.repeat(16) }],
  ['that is damaged', { ...list, groups: 'none' }],
  ['that is absent', undefined],
])('a list %s is not watched', async (_, stored) => {
  const { local, watcher, asked, settle } = setUp([], []);
  if (stored !== undefined) await local.set(watchListKey, stored);
  await watcher.start(accountId);
  await settle();
  expect(asked).toEqual([]);
  await watcher.stop();
});
