import { WalletInboxError } from '../errors.ts';
import type { Change, Database, RangeQuery, Stored } from '../ports.ts';
import type { TableName } from '../records.ts';
import { checkKey } from './clearValue.ts';
import { planCommit } from './planCommit.ts';
import type { RecordCodec } from './recordCodec.ts';
import { resolveRange } from './resolveRange.ts';
import type { StorageDriver, StoredRow } from './storageDriver.ts';
import { type StorageSchema, tableSpec } from './storageSchema.ts';

/**
 * The Database port over one driver: checks what the caller asks, seals on the way in, opens on the way out. What
 * differs between IndexedDB, SQLite and memory is the driver alone.
 */
export const createDatabase = (deps: {
  readonly schema: StorageSchema;
  readonly codec: RecordCodec;
  readonly driver: StorageDriver;
}): Database => {
  const { schema, codec, driver } = deps;
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  /** `call` runs up to its first await at once, so that commits reach the driver in the order of the calls. */
  const run = async <T>(call: () => Promise<T>): Promise<T> => {
    if (closing !== undefined) {
      throw new WalletInboxError('Storage.Unavailable', 'The database is closed.', { retryable: false });
    }
    const promise = call();
    underWay.add(promise);
    try {
      return await promise;
    } finally {
      underWay.delete(promise);
    }
  };

  const open = <N extends TableName>(table: N, row: StoredRow): Stored<N> => ({
    key: row.key,
    revision: row.revision,
    // What the type says is what `put` was given: the table's declaration is the contract between the two.
    clear: row.clear as Stored<N>['clear'],
    body: codec.decode(table, row.key, row.body) as Stored<N>['body'],
  });

  const getMany = <N extends TableName>(table: N, keys: readonly string[]) =>
    run(async () => {
      tableSpec(schema, table);
      for (const key of keys) checkKey(table, key);
      if (keys.length === 0) return [];
      const rows = await driver.read(table, keys);
      return rows.map((row) => (row === undefined ? undefined : open(table, row)));
    });

  return {
    get: async (table, key) => (await getMany(table, [key]))[0],
    getMany,
    list: <N extends TableName>(table: N, query?: RangeQuery<N>) =>
      run(async () => {
        const range = resolveRange(schema, table, query);
        return range.isEmpty ? [] : (await driver.range(table, range)).map((row) => open(table, row));
      }),
    count: <N extends TableName>(table: N, query?: RangeQuery<N>) =>
      run(async () => {
        const range = resolveRange(schema, table, query);
        return range.isEmpty ? 0 : Math.min(await driver.count(table, range), range.limit ?? Infinity);
      }),
    commit: (changes: readonly Change[], options) =>
      run(async () => {
        const steps = planCommit(schema, codec, changes);
        if (steps.length > 0) await driver.commit(steps, options?.durability ?? 'strict');
      }),
    close() {
      closing ??= Promise.allSettled(underWay).then(() => driver.close());
      return closing;
    },
  };
};
