import { isWalletInboxError, WalletInboxError } from '../../errors.ts';
import type { StorageSchema } from '../storageSchema.ts';
import {
  contractSchema,
  type DeclareCase,
  expectRevision,
  fails,
  keys,
  type LooseDatabase,
  put,
  same,
} from './contractKit.ts';

/** What a database promises beyond its own life. */
export const persistenceContract = (
  test: DeclareCase,
  openAt: (place: string, key?: number, schema?: StorageSchema) => Promise<LooseDatabase>,
): void => {
  test('data outlives close', async (db, place) => {
    await db.commit([put('rows', 'a', { state: 's' }, 1n)]);
    await db.close();
    const again = await openAt(place);
    same(
      [(await again.get('rows', 'a'))?.body, keys(await again.list('rows', { index: 'byState' }))],
      [1n, 'a'],
    );
    await again.close();
  });

  test('another data key is known at open', async (db, place) => {
    await db.commit([put('plain', 'a')]);
    await db.close();
    await fails('Storage.Corrupt', openAt(place, 2));
    const again = await openAt(place);
    same((await again.get('plain', 'a'))?.revision, 1);
    await again.close();
  });

  test('two connections see one another’s commits and conflict', async (db, place) => {
    const other = await openAt(place);
    await db.commit([put('plain', 'a', {}, 1)]);
    same((await other.get('plain', 'a'))?.body, 1);
    await other.commit([expectRevision('plain', 'a', 1), put('plain', 'a', {}, 2)]);
    await fails('Storage.Conflict', db.commit([expectRevision('plain', 'a', 1), put('plain', 'a', {}, 3)]));
    same((await db.get('plain', 'a'))?.body, 2);
    await other.close();
  });

  test('an older database becomes the newer schema, a newer one is refused', async (db, place) => {
    await db.commit([
      put('rows', 'a', { group: 'g1', order: 2, part: 'x', state: 's' }, { name: 'A' }),
      put('rows', 'b', { group: 'g2', order: 1, part: 'x' }, { name: 'B' }),
      put('rows', 'drop', { group: 'g3', order: 3, part: 'x' }, { name: 'C' }),
      put('plain', 'p', {}, 1),
    ]);
    await db.close();
    const newer: StorageSchema = {
      version: 3,
      tables: {
        rows: { indexes: { byGroup: ['group', 'order'], byOrder: ['order'], byInitial: ['initial'] } },
        added: { indexes: { byWhen: ['when'] } },
      },
      migrations: [
        { version: 1, table: 'rows', migrate: () => undefined },
        {
          version: 2,
          table: 'rows',
          migrate: ({ key, clear, body }) =>
            key === 'drop'
              ? undefined
              : { clear: { ...clear, initial: (body as { name: string }).name }, body },
        },
        {
          version: 3,
          table: 'rows',
          migrate: ({ clear, body }) => ({ clear, body: { ...(body as object), version: 3 } }),
        },
      ],
    };
    await fails('Storage.Corrupt', openAt(place, 2, newer));
    const upgraded = await openAt(place, 1, newer);
    same(keys(await upgraded.list('rows', { index: 'byOrder' })), 'b a');
    same(keys(await upgraded.list('rows', { index: 'byInitial', equals: ['A'] })), 'a');
    same(keys(await upgraded.list('rows', { index: 'byGroup', equals: ['g1', 2] })), 'a');
    same((await upgraded.get('rows', 'a'))?.body, { name: 'A', version: 3 });
    await upgraded.commit([put('added', 'n', { when: 1 })]);
    same(keys(await upgraded.list('added', { index: 'byWhen' })), 'n');
    await fails('Storage.InvalidRequest', upgraded.get('plain', 'p'));
    await upgraded.close();
    const error = await openAt(place).catch((cause: unknown) => cause);
    if (!isWalletInboxError(error, 'Storage.Unavailable') || !/newer version/.test(error.message)) {
      throw new Error('an older program opened a newer database', { cause: error });
    }
    const again = await openAt(place, 1, newer);
    same(await again.count('rows'), 2);
    await again.close();
  });

  test('a migration that fails changes nothing', async (db, place) => {
    await db.commit([put('plain', 'a', {}, 1), put('plain', 'b', {}, 1)]);
    await db.close();
    const broken: StorageSchema = {
      version: 2,
      tables: { ...contractSchema.tables, added: { indexes: {} } },
      migrations: [
        {
          version: 2,
          table: 'plain',
          migrate({ key, clear }) {
            if (key === 'b') throw new WalletInboxError('Storage.Corrupt', 'This migration does not work.');
            return { clear, body: 2 };
          },
        },
      ],
    };
    await fails('Storage.Corrupt', openAt(place, 1, broken));
    const again = await openAt(place);
    same((await again.get('plain', 'a'))?.body, 1);
    await again.close();
  });
};
