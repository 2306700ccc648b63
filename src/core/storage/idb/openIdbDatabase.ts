import { type IDBPDatabase, openDB } from 'idb';
import { WalletInboxError } from '../../errors.ts';
import type { Database } from '../../ports.ts';
import { createDatabase } from '../createDatabase.ts';
import { createRecordCodec, type RecordCodec } from '../recordCodec.ts';
import type { RecordSealer } from '../recordSealer.ts';
import { checkSchema, recordsSchema, type StorageSchema } from '../storageSchema.ts';
import { createIdbDriver } from './idbDriver.ts';
import { idbError } from './idbError.ts';
import { idbFitsSchema, keyCheckKey, metaStore, upgradeIdb } from './idbUpgrade.ts';

/** Why a connection ended without `close`: another one upgrades or deletes the database, or the browser dropped it. */
export type IdbClosedReason = 'versionchange' | 'terminated';

interface IdbOptions {
  /** Name of the IndexedDB database; one an account. */
  readonly name: string;
  readonly sealer: RecordSealer;
  /** The declaration of records.ts unless a test brings its own. */
  readonly schema?: StorageSchema;
  /** Called once; every later call on the database then throws Storage.Unavailable. Open it anew. */
  readonly onClosed?: (reason: IdbClosedReason) => void;
}

/** Opens and, where needed, upgrades; rejects when another connection does not let go of an older version. */
const connect = (
  options: IdbOptions,
  schema: StorageSchema,
  codec: RecordCodec,
  onClosed: (reason: IdbClosedReason) => void,
): Promise<IDBPDatabase> =>
  new Promise((resolve, reject) => {
    let failure: WalletInboxError | undefined;
    let isBlocked = false;
    openDB(options.name, schema.version, {
      upgrade(db, oldVersion, _newVersion, tx) {
        // The request itself then fails with a bare AbortError; the reason is kept here.
        tx.done.catch(() => {});
        upgradeIdb(db, tx, oldVersion, schema, codec).catch((cause: unknown) => {
          failure = idbError(cause);
          tx.abort();
        });
      },
      blocked() {
        isBlocked = true;
        reject(
          new WalletInboxError(
            'Storage.Unavailable',
            'Another window holds an older version of the database.',
          ),
        );
      },
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        onClosed('versionchange');
      },
      terminated: () => onClosed('terminated'),
    }).then(
      (db) => {
        // Nobody waits any more for a connection that comes after `blocked`.
        if (isBlocked) db.close();
        else resolve(db);
      },
      (cause: unknown) => reject(failure ?? idbError(cause)),
    );
  });

/**
 * Opens the store of one account in IndexedDB.
 *
 * @throws Storage.Corrupt under another data key; Storage.Unavailable when the browser refuses, when another window
 *   holds an older version, or when the database is newer than this code
 */
export const openIdbDatabase = async (options: IdbOptions): Promise<Database> => {
  const schema = checkSchema(options.schema ?? recordsSchema);
  const codec = createRecordCodec(options.sealer);
  let closedReason: IdbClosedReason | undefined;
  const db = await connect(options, schema, codec, (reason) => {
    if (closedReason !== undefined) return;
    closedReason = reason;
    options.onClosed?.(reason);
  });
  try {
    if (!idbFitsSchema(db, schema)) {
      throw new WalletInboxError(
        'Storage.Unavailable',
        'The database has other tables than this version of wallet-inbox.',
        { retryable: false },
      );
    }
    codec.verifyKeyCheck((await db.get(metaStore, keyCheckKey)) as Uint8Array | undefined);
  } catch (cause) {
    db.close();
    throw idbError(cause);
  }
  return createDatabase({
    schema,
    codec,
    driver: createIdbDriver(db, { closedBecause: () => closedReason }),
  });
};
