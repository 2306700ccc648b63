import type { Database } from '../../ports.ts';
import { compareClearValues } from '../clearValue.ts';
import { createDatabase } from '../createDatabase.ts';
import { conflictError } from '../planCommit.ts';
import { createRecordCodec } from '../recordCodec.ts';
import type { RecordSealer } from '../recordSealer.ts';
import type { ResolvedRange } from '../resolveRange.ts';
import type { ClearValue, StorageDriver, StoredRow } from '../storageDriver.ts';
import { checkSchema, recordsSchema, type StorageSchema } from '../storageSchema.ts';

const noSealer: RecordSealer = {
  seal: (plaintext) => plaintext.slice(),
  open: (sealed) => sealed.slice(),
};

/** Values by which a row stands in an index, its key last; `undefined` when it is not in it. */
const placeIn = (range: ResolvedRange, row: StoredRow): readonly ClearValue[] | undefined => {
  const place: ClearValue[] = [];
  for (const field of range.fields) {
    const value = row.clear[field];
    if (value === undefined) return undefined;
    place.push(value);
  }
  place.push(row.key);
  return place;
};

const comparePlaces = (a: readonly ClearValue[], b: readonly ClearValue[]): number => {
  for (const [at, value] of a.entries()) {
    const other = b[at];
    const order = other === undefined ? 1 : compareClearValues(value, other);
    if (order !== 0) return order;
  }
  return 0;
};

const isInside = (range: ResolvedRange, place: readonly ClearValue[]): boolean => {
  if (!range.equals.every((value, at) => value === place[at])) return false;
  const next = place[range.equals.length];
  if (next === undefined) return true;
  if (range.after !== undefined && compareClearValues(next, range.after) <= 0) return false;
  return range.before === undefined || compareClearValues(next, range.before) < 0;
};

const select = (rows: Iterable<StoredRow>, range: ResolvedRange): readonly StoredRow[] => {
  const found: { row: StoredRow; place: readonly ClearValue[] }[] = [];
  for (const row of rows) {
    const place = placeIn(range, row);
    if (place !== undefined && isInside(range, place)) found.push({ row, place });
  }
  const sign = range.descending ? -1 : 1;
  found.sort((a, b) => sign * comparePlaces(a.place, b.place));
  return found.slice(0, range.limit).map(({ row }) => row);
};

const createMemoryDriver = (schema: StorageSchema): StorageDriver => {
  const stores = new Map(Object.keys(schema.tables).map((table) => [table, new Map<string, StoredRow>()]));
  const store = (table: string) => stores.get(table) ?? new Map<string, StoredRow>();
  return {
    read: async (table, keys) => keys.map((key) => store(table).get(key)),
    range: async (table, range) => select(store(table).values(), range),
    count: async (table, range) => select(store(table).values(), range).length,
    async commit(steps) {
      for (const { table, key, expected } of steps) {
        if (expected !== undefined && (store(table).get(key)?.revision ?? 0) !== expected) {
          throw conflictError(table, key);
        }
      }
      for (const { table, key, change } of steps) {
        if (change?.kind === 'delete') store(table).delete(key);
        if (change?.kind === 'put') {
          store(table).set(key, { ...change.row, revision: (store(table).get(key)?.revision ?? 0) + 1 });
        }
      }
    },
    async close() {},
  };
};

/**
 * A database that forgets everything with its process: for tests. Bodies go through the same encoding as elsewhere
 * (and through `sealer` when one is given), so that what could not be stored fails here too.
 */
export const unsafeMemoryDatabase = (
  options: { readonly sealer?: RecordSealer; readonly schema?: StorageSchema } = {},
): Database => {
  const schema = checkSchema(options.schema ?? recordsSchema);
  return createDatabase({
    schema,
    codec: createRecordCodec(options.sealer ?? noSealer),
    driver: createMemoryDriver(schema),
  });
};
