import { type CommitLogTable, createCommitLogTable } from './commitLogTable.ts';
import { createGroupMessageTable, type GroupMessageTable } from './groupMessageTable.ts';
import { createIdentityTable, type IdentityTable } from './identityTable.ts';
import { createKeyPackageTable, type KeyPackageTable } from './keyPackageTable.ts';
import { type DataLocation, openNodeDatabase } from './openNodeDatabase.ts';
import { createWelcomeMessageTable, type WelcomeMessageTable } from './welcomeMessageTable.ts';
import { createWriteQueue, type WriteQueue } from './writeQueue.ts';

/** All that the node knows. Reads are synchronous and see the last commit; writes go through {@link WriteQueue}. */
export interface Store {
  readonly groupMessages: GroupMessageTable;
  readonly welcomeMessages: WelcomeMessageTable;
  readonly keyPackages: KeyPackageTable;
  readonly identity: IdentityTable;
  readonly commitLog: CommitLogTable;
  readonly write: WriteQueue['submit'];
  close(): void;
}

/** `nowNs` is the wall clock in nanoseconds since the epoch. */
export function openStore(location: DataLocation, nowNs: () => bigint): Store {
  const database = openNodeDatabase(location);
  const queue = createWriteQueue(database, nowNs);
  return {
    groupMessages: createGroupMessageTable(database),
    welcomeMessages: createWelcomeMessageTable(database),
    keyPackages: createKeyPackageTable(database),
    identity: createIdentityTable(database),
    commitLog: createCommitLogTable(database),
    write: queue.submit,
    close() {
      queue.close();
      database.close();
    },
  };
}
