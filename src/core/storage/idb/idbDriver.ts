import { type IDBPDatabase, unwrap } from 'idb';
import { WalletInboxError } from '../../errors.ts';
import { conflictError } from '../planCommit.ts';
import type { ResolvedRange } from '../resolveRange.ts';
import type { CommitStep, StorageDriver, StoredRow } from '../storageDriver.ts';
import { idbError } from './idbError.ts';

/**
 * The part of an index that a range speaks of. In IndexedDB's order a list stands after every number and string and a
 * shorter list before a longer one that begins like it, so that `[]` as last entry closes a prefix above.
 */
const indexKeyRange = ({ equals, after, before }: ResolvedRange): IDBKeyRange | undefined => {
  if (equals.length === 0 && after === undefined && before === undefined) return undefined;
  const lower = after === undefined ? [...equals] : [...equals, after, []];
  const upper = before === undefined ? [...equals, []] : [...equals, before];
  return IDBKeyRange.bound(lower, upper, false, true);
};

const primaryKeyRange = ({ equals, after, before }: ResolvedRange): IDBKeyRange | undefined => {
  if (equals[0] !== undefined) return IDBKeyRange.only(equals[0]);
  if (after !== undefined && before !== undefined) return IDBKeyRange.bound(after, before, true, true);
  if (after !== undefined) return IDBKeyRange.lowerBound(after, true);
  return before === undefined ? undefined : IDBKeyRange.upperBound(before, true);
};

/** What newer browsers' `getAll` also takes; the older form knows no direction. */
type DirectedGetAll = (options: {
  query: IDBKeyRange | null;
  count?: number;
  direction: IDBCursorDirection;
}) => IDBRequest<StoredRow[]>;

/** Walks backwards where `getAll` cannot (before Chromium 141). */
const walkBack = (
  source: IDBObjectStore | IDBIndex,
  keyRange: IDBKeyRange | undefined,
  limit: number,
  done: (rows: StoredRow[]) => void,
): void => {
  const rows: StoredRow[] = [];
  const request = source.openCursor(keyRange, 'prev');
  request.onsuccess = () => {
    const cursor = request.result;
    if (cursor === null) return done(rows);
    rows.push(cursor.value as StoredRow);
    if (rows.length >= limit) done(rows);
    else cursor.continue();
  };
};

/** Puts one step's requests; `fail` ends the transaction. */
const runStep = (store: IDBObjectStore, step: CommitStep, fail: (error: WalletInboxError) => void): void => {
  const { table, key, expected, change } = step;
  const apply = (present: number) => {
    if (change?.kind === 'put') store.put({ ...change.row, revision: present + 1 });
    else if (change?.kind === 'delete' && present > 0) store.delete(key);
  };
  const readThenApply = () => {
    const request: IDBRequest<StoredRow | undefined> = store.get(key);
    request.onsuccess = () => {
      const present = request.result?.revision ?? 0;
      if (expected !== undefined && present !== expected) fail(conflictError(table, key));
      else apply(present);
    };
  };
  if (change?.kind === 'put' && (expected ?? 0) === 0) {
    // Most rows of a large commit are new: one request then does for both the look and the write.
    const request = store.add({ ...change.row, revision: 1 });
    request.onerror = (event) => {
      if (request.error?.name !== 'ConstraintError') return;
      event.preventDefault();
      event.stopPropagation();
      readThenApply();
    };
  } else if (change?.kind === 'delete' && expected === undefined) {
    store.delete(key);
  } else {
    readThenApply();
  }
};

/**
 * Rows in IndexedDB. It works on plain requests instead of idb's promises: a commit of a thousand rows would make
 * thousands of them, and the failure of an `add` has to be caught in its event, before it ends the transaction.
 */
export const createIdbDriver = (
  wrapped: IDBPDatabase,
  state: { readonly closedBecause: () => string | undefined },
): StorageDriver => {
  const db = unwrap(wrapped) as IDBDatabase;

  const transaction = (tables: string[], mode: IDBTransactionMode, options?: IDBTransactionOptions) => {
    const reason = state.closedBecause();
    if (reason !== undefined) {
      throw new WalletInboxError('Storage.Unavailable', 'The connection to the database is closed.', {
        details: { reason },
      });
    }
    try {
      return db.transaction(tables, mode, options);
    } catch (cause) {
      throw idbError(cause);
    }
  };

  /** One read transaction; `ask` puts its requests and hands over the result before the last of them is done. */
  const read = <T>(table: string, ask: (store: IDBObjectStore, give: (value: T) => void) => void) =>
    new Promise<T>((resolve, reject) => {
      const tx = transaction([table], 'readonly');
      tx.onabort = () => reject(idbError(tx.error));
      try {
        ask(tx.objectStore(table), resolve);
      } catch (cause) {
        reject(idbError(cause));
      }
    });

  return {
    read: (table, keys) =>
      read(table, (store, give: (rows: (StoredRow | undefined)[]) => void) => {
        const rows: (StoredRow | undefined)[] = new Array(keys.length).fill(undefined);
        for (const [at, key] of keys.entries()) {
          const request: IDBRequest<StoredRow | undefined> = store.get(key);
          request.onsuccess = () => {
            rows[at] = request.result;
            // Requests of one transaction are answered in order.
            if (at === keys.length - 1) give(rows);
          };
        }
      }),

    range: (table, range) =>
      read(table, (store, give: (rows: StoredRow[]) => void) => {
        const source = range.index === undefined ? store : store.index(range.index);
        const keyRange = range.index === undefined ? primaryKeyRange(range) : indexKeyRange(range);
        let request: IDBRequest<StoredRow[]>;
        if (!range.descending) {
          request = source.getAll(keyRange, range.limit);
        } else if ('getAllRecords' in source) {
          request = (source.getAll as unknown as DirectedGetAll).call(source, {
            query: keyRange ?? null,
            direction: 'prev',
            ...(range.limit === undefined ? {} : { count: range.limit }),
          });
        } else {
          return walkBack(source, keyRange, range.limit ?? Number.POSITIVE_INFINITY, give);
        }
        request.onsuccess = () => give(request.result);
      }),

    count: (table, range) =>
      read(table, (store, give: (count: number) => void) => {
        const request =
          range.index === undefined
            ? store.count(primaryKeyRange(range))
            : store.index(range.index).count(indexKeyRange(range));
        request.onsuccess = () => give(request.result);
      }),

    commit: (steps, durability) =>
      new Promise((resolve, reject) => {
        const tx = transaction([...new Set(steps.map(({ table }) => table))], 'readwrite', { durability });
        let failure: WalletInboxError | undefined;
        const fail = (error: WalletInboxError) => {
          if (failure !== undefined) return;
          failure = error;
          tx.abort();
        };
        tx.oncomplete = () => resolve();
        tx.onabort = () => reject(failure ?? idbError(tx.error));
        try {
          for (const step of steps) runStep(tx.objectStore(step.table), step, fail);
        } catch (cause) {
          fail(idbError(cause));
        }
      }),

    async close() {
      db.close();
    },
  };
};
