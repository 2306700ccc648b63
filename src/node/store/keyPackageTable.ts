import type { DatabaseSync } from 'node:sqlite';
import type { Stamp } from './writeQueue.ts';

/** The newest key package of each installation. Key packages are "last resort": fetching does not use them up. */
export interface KeyPackageTable {
  put(installationKey: Uint8Array, keyPackage: Uint8Array, stamp: Stamp): void;
  get(installationKey: Uint8Array): Uint8Array | undefined;
}

export function createKeyPackageTable(database: DatabaseSync): KeyPackageTable {
  const put = database.prepare(
    `INSERT INTO key_packages (installation_key, id, created_ns, data) VALUES (?, ?, ?, ?)
     ON CONFLICT (installation_key) DO UPDATE
       SET id = excluded.id, created_ns = excluded.created_ns, data = excluded.data`,
  );
  const get = database.prepare('SELECT data FROM key_packages WHERE installation_key = ?');
  return {
    put(installationKey, keyPackage, { id, createdNs }) {
      put.run(installationKey, id, createdNs, keyPackage);
    },
    get(installationKey) {
      return get.get(installationKey)?.data as Uint8Array | undefined;
    },
  };
}
