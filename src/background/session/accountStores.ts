/** The databases of accounts, by their random account id. */
import { destroyIdbDatabase } from '../../core/storage/idb/destroyIdbDatabase.ts';

const prefix = 'wallet-inbox-';

export const storeNameOf = (accountId: string): string => `${prefix}${accountId}`;

export const destroyStore = (accountId: string): Promise<void> => destroyIdbDatabase(storeNameOf(accountId));

/** Deletes the stores of all other accounts: what a creation that was cut off has left. */
export async function destroyStrayStores(keepAccountId: string | undefined): Promise<void> {
  const keep = keepAccountId === undefined ? undefined : storeNameOf(keepAccountId);
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith(prefix) === true && name !== keep) await destroyIdbDatabase(name);
  }
}
