import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { WalletInboxError } from '../../errors.ts';
import type { Database } from '../../ports.ts';
import { createDatabase } from '../createDatabase.ts';
import { createRecordCodec } from '../recordCodec.ts';
import type { RecordSealer } from '../recordSealer.ts';
import { checkSchema, recordsSchema, type StorageSchema } from '../storageSchema.ts';
import { createSqliteDriver } from './sqliteDriver.ts';
import { sqliteError } from './sqliteError.ts';
import { upgradeSqlite } from './sqliteUpgrade.ts';

interface SqliteOptions {
  /** The file; its folder must exist. SQLite keeps `-wal` and `-shm` files beside it. */
  readonly path: string;
  readonly sealer: RecordSealer;
  /** The declaration of records.ts unless a test brings its own. */
  readonly schema?: StorageSchema;
  /** How long a call waits for another process before it fails; 5,000 by default. The thread stands still meanwhile. */
  readonly busyTimeoutMs?: number;
}

/** Bodies are sealed, but ids and times are not: the file is its owner's alone. */
const createPrivately = (path: string) => {
  try {
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  } catch (cause) {
    throw new WalletInboxError('Storage.Unavailable', 'The database file cannot be opened.', {
      retryable: false,
      cause,
    });
  }
};

/**
 * Opens the store of one account in a SQLite file, for Node. Several processes may share it.
 *
 * @throws Storage.Corrupt under another data key or for a file that is no database; Storage.Unavailable when the file
 *   cannot be opened, stays locked by another process, or was written by a newer version
 */
export const openSqliteDatabase = async (options: SqliteOptions): Promise<Database> => {
  const schema = checkSchema(options.schema ?? recordsSchema);
  const codec = createRecordCodec(options.sealer);
  createPrivately(options.path);
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(options.path, { timeout: options.busyTimeoutMs ?? 5_000 });
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF');
    upgradeSqlite(db, schema, codec);
    return createDatabase({ schema, codec, driver: createSqliteDriver(db, schema) });
  } catch (cause) {
    db?.close();
    throw sqliteError(cause);
  }
};
