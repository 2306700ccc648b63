/** Runs the contract of the Database port, and measures it, over the browser's own IndexedDB. */
import { webRandom } from '../../../src/core/crypto/random.ts';
import { createSealer } from '../../../src/core/crypto/sealer.ts';
import type { Change, Database } from '../../../src/core/ports.ts';
import { databaseContract } from '../../../src/core/storage/databaseContract.ts';
import { openIdbDatabase } from '../../../src/core/storage/idb/openIdbDatabase.ts';

const cases = databaseContract({
  open: (name, options) => openIdbDatabase({ name, ...options }),
  isPersistent: true,
});

const openStore = (name: string): Promise<Database> =>
  openIdbDatabase({ name, sealer: createSealer(new Uint8Array(32).fill(5), webRandom) });

/** A text message as the client stores it. */
const messageRow = (at: number): Change => ({
  kind: 'put',
  table: 'messages',
  record: {
    key: `${at}`.padStart(64, '0'),
    clear: { conversationId: 'c'.repeat(32), order: `${at}`.padStart(20, '0') },
    body: {
      groupId: 'a'.repeat(32),
      senderInboxId: 'b'.repeat(64),
      sentAtNs: BigInt(at),
      kind: 'content',
      status: 'sent',
      content: new Uint8Array(120).fill(at),
    },
  },
});

const timed = async (call: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await call();
  return performance.now() - start;
};

/** Median milliseconds of several runs. */
const median = async (runs: number, call: (run: number) => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await timed(() => call(run)));
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
};

const page = {
  names: () => cases.map(({ name }) => name),

  /** `undefined` when the promise is kept, else why not. */
  async run(wanted: string): Promise<string | undefined> {
    const found = cases.find(({ name }) => name === wanted);
    if (found === undefined) return 'no such case';
    return found.run().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  },

  async put(name: string, key: string, text: string): Promise<void> {
    const db = await openStore(name);
    await db.commit([{ kind: 'put', table: 'meta', record: { key, clear: {}, body: { text } } }]);
    await db.close();
  },

  async read(name: string, key: string): Promise<unknown> {
    const db = await openStore(name);
    const record = await db.get('meta', key);
    await db.close();
    return record?.body;
  },

  /** Milliseconds by what was done. */
  async measure(): Promise<Record<string, number>> {
    const db = await openStore(`measure-${Date.now()}`);
    let next = 0;
    const rows = (count: number) => Array.from({ length: count }, () => messageRow(next++));
    await db.commit(rows(10));
    const figures = {
      'one row, strict': await median(51, () => db.commit(rows(1))),
      'one row, relaxed': await median(51, () => db.commit(rows(1), { durability: 'relaxed' })),
      '1,000 new rows, strict': await median(7, () => db.commit(rows(1000))),
      '1,000 rows again, strict': await median(7, (run) =>
        db.commit(Array.from({ length: 1000 }, (_, at) => messageRow(at + run))),
      ),
      'newest 50 of 8,000': await median(21, () =>
        db.list('messages', {
          index: 'byConversation',
          equals: ['c'.repeat(32)],
          direction: 'descending',
          limit: 50,
        }),
      ),
    };
    await db.close();
    return figures;
  },
};

declare global {
  interface Window {
    storeContract: typeof page;
  }
}
window.storeContract = page;
