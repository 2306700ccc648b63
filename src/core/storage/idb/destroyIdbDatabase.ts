import { deleteDB } from 'idb';
import { WalletInboxError } from '../../errors.ts';
import { idbError } from './idbError.ts';

/**
 * Deletes a database with all that is in it; no error when there is none. Open connections of wallet-inbox let go of
 * it by themselves.
 *
 * @throws Storage.Unavailable when a connection holds on to it
 */
export const destroyIdbDatabase = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    deleteDB(name, {
      blocked: () =>
        reject(new WalletInboxError('Storage.Unavailable', 'Another window holds the database open.')),
    }).then(resolve, (cause: unknown) => reject(idbError(cause)));
  });
