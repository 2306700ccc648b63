import type { IDBPDatabase, IDBPTransaction } from 'idb';
import { checkClear } from '../clearValue.ts';
import type { RecordCodec } from '../recordCodec.ts';
import type { StoredRow } from '../storageDriver.ts';
import type { StorageSchema } from '../storageSchema.ts';

/** Holds what is known of the database itself; no table can have this name. */
export const metaStore = '_store';
/** The row of {@link metaStore} by which a wrong data key is known at once. */
export const keyCheckKey = 'keyCheck';

/** Clear fields of an index as IndexedDB names them in a row. Always a list, so that ranges are made in one way. */
const indexKeyPath = (fields: readonly string[]): string[] => fields.map((field) => `clear.${field}`);

const sameFields = (keyPath: string | string[], fields: readonly string[]) =>
  Array.isArray(keyPath) && keyPath.join() === indexKeyPath(fields).join();

/** Whether the stores and indexes of `db` are those of `schema`. */
export const idbFitsSchema = (db: IDBPDatabase, schema: StorageSchema): boolean => {
  const names = [metaStore, ...Object.keys(schema.tables)];
  if (!names.every((name) => db.objectStoreNames.contains(name))) return false;
  const tx = db.transaction(names);
  return Object.entries(schema.tables).every(([table, { indexes }]) => {
    const store = tx.objectStore(table);
    return Object.entries(indexes).every(
      ([name, fields]) => store.indexNames.contains(name) && sameFields(store.index(name).keyPath, fields),
    );
  });
};

/**
 * Brings a database to `schema` inside the transaction of a version change: stores and indexes as declared, then
 * the migrations between the two versions. It awaits nothing but that transaction's own requests.
 */
export const upgradeIdb = async (
  db: IDBPDatabase,
  tx: IDBPTransaction<unknown, string[], 'versionchange'>,
  oldVersion: number,
  schema: StorageSchema,
  codec: RecordCodec,
): Promise<void> => {
  if (oldVersion === 0) {
    await db.createObjectStore(metaStore).add(codec.makeKeyCheck(), keyCheckKey);
  } else {
    // A wrong key must not migrate anything.
    codec.verifyKeyCheck((await tx.objectStore(metaStore).get(keyCheckKey)) as Uint8Array | undefined);
  }
  for (const [table, { indexes }] of Object.entries(schema.tables)) {
    const store = db.objectStoreNames.contains(table)
      ? tx.objectStore(table)
      : db.createObjectStore(table, { keyPath: 'key' });
    for (const name of [...store.indexNames]) {
      const fields = indexes[name];
      if (fields === undefined || !sameFields(store.index(name).keyPath, fields)) store.deleteIndex(name);
    }
    for (const [name, fields] of Object.entries(indexes)) {
      if (!store.indexNames.contains(name)) store.createIndex(name, indexKeyPath(fields));
    }
  }
  for (const migration of schema.migrations) {
    const { table, version } = migration;
    if (version <= oldVersion || oldVersion === 0 || version > schema.version) continue;
    for await (const cursor of tx.objectStore(table)) {
      const row = cursor.value as StoredRow;
      const next = migration.migrate({
        key: row.key,
        clear: row.clear,
        body: codec.decode(table, row.key, row.body),
      });
      if (next === undefined) await cursor.delete();
      else
        await cursor.update({
          ...row,
          clear: checkClear(table, next.clear),
          body: codec.encode(table, row.key, next.body),
        });
    }
  }
  for (const name of [...db.objectStoreNames]) {
    if (name !== metaStore && !Object.hasOwn(schema.tables, name)) db.deleteObjectStore(name);
  }
};
