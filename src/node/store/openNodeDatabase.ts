import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { WalletInboxError } from '../../core/errors.ts';
import { schemaSql, schemaVersion } from './schema.ts';

/** Where the node keeps its data: a directory, or nothing that outlives the process. */
export type DataLocation = string | ':memory:';

/**
 * Opens the node's database, making it where there is none. What a commit returned from is on the disk (WAL with
 * synchronous=FULL), and the file is held exclusively: two nodes over one directory would both hand out ids.
 *
 * @throws WalletInboxError LocalNode.DataUnavailable when the directory cannot be used or another node holds it.
 */
export function openNodeDatabase(location: DataLocation): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    if (location !== ':memory:') mkdirSync(location, { recursive: true });
    const path = location === ':memory:' ? location : join(location, 'node.db');
    database = new DatabaseSync(path, { readBigInts: true, timeout: 250 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    database.exec('PRAGMA foreign_keys = ON');
    migrate(database);
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof WalletInboxError) throw cause;
    throw new WalletInboxError(
      'LocalNode.DataUnavailable',
      `The data directory ${location} cannot be opened; does another node use it?`,
      { cause },
    );
  }
}

function migrate(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA user_version').get();
  const version = Number(row?.user_version ?? 0);
  if (version === schemaVersion) {
    // A write takes the exclusive lock now rather than at the first publish.
    database.exec('UPDATE sequence SET last_id = last_id');
    return;
  }
  if (version !== 0) {
    throw new WalletInboxError(
      'LocalNode.DataUnavailable',
      `The data was written by another version of this program (schema ${version}).`,
    );
  }
  database.exec(`BEGIN IMMEDIATE; ${schemaSql} PRAGMA user_version = ${schemaVersion}; COMMIT;`);
}
