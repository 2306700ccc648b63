import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { WalletInboxError } from '../../errors.ts';
import { checkClear } from '../clearValue.ts';
import type { RecordCodec } from '../recordCodec.ts';
import type { ClearValue } from '../storageDriver.ts';
import type { Migration, StorageSchema } from '../storageSchema.ts';
import { columnSql, indexedFields, indexSql, tableSql } from './sqliteNames.ts';

const strings = (db: DatabaseSync, sql: string): string[] =>
  db
    .prepare(sql)
    .all()
    .map(({ name }) => String(name));

const columnsOf = (db: DatabaseSync, table: string) => strings(db, `PRAGMA table_info(${tableSql(table)})`);

/** Tables, columns and indexes as declared; an index that changed is built anew. */
const alignTable = (
  db: DatabaseSync,
  table: string,
  indexes: Readonly<Record<string, readonly string[]>>,
) => {
  const name = tableSql(table);
  db.exec(`CREATE TABLE IF NOT EXISTS ${name} (
    key TEXT NOT NULL PRIMARY KEY, revision INTEGER NOT NULL, clear TEXT NOT NULL, body BLOB NOT NULL)`);
  const present = new Set(columnsOf(db, table));
  for (const field of indexedFields(indexes)) {
    if (present.has(`c_${field}`)) continue;
    // Without a type SQLite keeps numbers and strings as what they are.
    db.exec(`ALTER TABLE ${name} ADD COLUMN ${columnSql(field)}`);
    db.prepare(`UPDATE ${name} SET ${columnSql(field)} = json_extract(clear, '$.${field}')`).run();
  }
  const old = `SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 't_${table}' AND sql IS NOT NULL`;
  for (const index of strings(db, old)) db.exec(`DROP INDEX "${index}"`);
  for (const [index, fields] of Object.entries(indexes)) {
    const columns = fields.map(columnSql);
    // As in IndexedDB, a row without one of the fields is not in the index.
    db.exec(`CREATE INDEX ${indexSql(table, index)} ON ${name} (${[...columns, 'key'].join(', ')})
      WHERE ${columns.map((column) => `${column} IS NOT NULL`).join(' AND ')}`);
  }
};

const migrateTable = (db: DatabaseSync, migration: Migration, schema: StorageSchema, codec: RecordCodec) => {
  const { table } = migration;
  const name = tableSql(table);
  const fields = indexedFields(schema.tables[table]?.indexes ?? {});
  const update = db.prepare(
    `UPDATE ${name} SET clear = ?, body = ? ${fields.map((field) => `, ${columnSql(field)} = ?`).join('')} WHERE key = ?`,
  );
  const remove = db.prepare(`DELETE FROM ${name} WHERE key = ?`);
  for (const row of db.prepare(`SELECT key, clear, body FROM ${name}`).all()) {
    const key = String(row.key);
    const next = migration.migrate({
      key,
      clear: JSON.parse(String(row.clear)) as Record<string, ClearValue>,
      body: codec.decode(table, key, row.body as Uint8Array),
    });
    if (next === undefined) {
      remove.run(key);
      continue;
    }
    const clear = checkClear(table, next.clear);
    const values: SQLInputValue[] = [JSON.stringify(clear), codec.encode(table, key, next.body)];
    for (const field of fields) values.push(clear[field] ?? null);
    update.run(...values, key);
  }
};

/**
 * Brings the file to `schema` in one transaction and proves the data key. `user_version` holds the schema's version.
 *
 * @throws Storage.Corrupt under another data key, Storage.Unavailable when a newer version wrote the file
 */
export const upgradeSqlite = (db: DatabaseSync, schema: StorageSchema, codec: RecordCodec): void => {
  db.exec('BEGIN IMMEDIATE');
  try {
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version);
    if (version > schema.version) {
      throw new WalletInboxError(
        'Storage.Unavailable',
        'The database was written by a newer version of wallet-inbox.',
        { retryable: false, details: { version } },
      );
    }
    if (version === 0) {
      db.exec('CREATE TABLE _store (name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL)');
      db.prepare('INSERT INTO _store VALUES (?, ?)').run('keyCheck', codec.makeKeyCheck());
    } else {
      const row = db.prepare('SELECT value FROM _store WHERE name = ?').get('keyCheck');
      codec.verifyKeyCheck(row?.value as Uint8Array | undefined);
    }
    if (version < schema.version) {
      for (const [table, { indexes }] of Object.entries(schema.tables)) alignTable(db, table, indexes);
      for (const migration of schema.migrations) {
        const isDue = migration.version > version && migration.version <= schema.version;
        if (version > 0 && isDue) migrateTable(db, migration, schema, codec);
      }
      for (const name of strings(
        db,
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 't_*'`,
      )) {
        if (!Object.hasOwn(schema.tables, name.slice(2))) db.exec(`DROP TABLE "${name}"`);
      }
      db.exec(`PRAGMA user_version = ${schema.version}`);
    } else {
      for (const [table, { indexes }] of Object.entries(schema.tables)) {
        const columns = columnsOf(db, table);
        if (
          columns.length === 0 ||
          !indexedFields(indexes).every((field) => columns.includes(`c_${field}`))
        ) {
          throw new WalletInboxError(
            'Storage.Unavailable',
            'The database has other tables than this version of wallet-inbox.',
            { retryable: false, details: { table } },
          );
        }
      }
    }
    db.exec('COMMIT');
  } catch (cause) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw cause;
  }
};
