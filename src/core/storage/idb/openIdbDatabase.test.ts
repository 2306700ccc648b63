import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { contractSealer } from '../contract/contractKit.ts';
import { databaseContract } from '../databaseContract.ts';
import { destroyIdbDatabase } from './destroyIdbDatabase.ts';
import { openIdbDatabase } from './openIdbDatabase.ts';

const sealer = contractSealer(1);

describe('Database over IndexedDB', () => {
  const subject = {
    open: (name: string, options: Omit<Parameters<typeof openIdbDatabase>[0], 'name'>) =>
      openIdbDatabase({ name, ...options }),
    isPersistent: true,
  };
  for (const { name, run } of databaseContract(subject)) test(name, run);

  test('descending lists work where getAll knows no direction', async () => {
    const prototypes = [IDBObjectStore.prototype, IDBIndex.prototype] as unknown as Record<string, unknown>[];
    const kept = prototypes.map((prototype) => prototype.getAllRecords);
    for (const prototype of prototypes) delete prototype.getAllRecords;
    try {
      for (const { run } of databaseContract(subject).filter(({ name }) => name.includes('listed')))
        await run();
    } finally {
      for (const [at, prototype] of prototypes.entries()) prototype.getAllRecords = kept[at];
    }
  });
});

test('a connection lets go when another one upgrades or destroys the database', async () => {
  const reasons: string[] = [];
  const name = 'lets-go';
  const db = await openIdbDatabase({ name, sealer, onClosed: (reason) => reasons.push(reason) });
  await db.commit([{ kind: 'put', table: 'meta', record: { key: 'a', clear: {}, body: 1 } }]);
  await destroyIdbDatabase(name);
  expect(reasons).toEqual(['versionchange']);
  await expect(db.get('meta', 'a')).rejects.toMatchObject({ code: 'Storage.Unavailable' });
  const fresh = await openIdbDatabase({ name, sealer });
  expect(await fresh.get('meta', 'a')).toBeUndefined();
  await fresh.close();
});

test('a connection that does not let go makes the upgrade fail with a code', async () => {
  const name = 'holds-on';
  const foreign = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name, 1);
    request.onsuccess = () => resolve(request.result);
  });
  const schema = { version: 2, tables: {}, migrations: [] };
  await expect(openIdbDatabase({ name, sealer, schema })).rejects.toMatchObject({
    code: 'Storage.Unavailable',
  });
  foreign.close();
});

test('a damaged body is Storage.Corrupt, and the next record is still read', async () => {
  const name = 'damaged';
  const db = await openIdbDatabase({ name, sealer });
  const put = (key: string) =>
    ({ kind: 'put', table: 'meta', record: { key, clear: {}, body: 'text' } }) as const;
  await db.commit([put('a'), put('b')]);
  const raw = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
  });
  await new Promise((resolve) => {
    const tx = raw.transaction('meta', 'readwrite');
    const request = tx.objectStore('meta').get('a');
    request.onsuccess = () => {
      const row = request.result as { body: Uint8Array };
      row.body[7] = (row.body[7] ?? 0) ^ 1;
      tx.objectStore('meta').put(row);
    };
    tx.oncomplete = resolve;
  });
  raw.close();
  await expect(db.get('meta', 'a')).rejects.toMatchObject({ code: 'Storage.Corrupt' });
  expect((await db.get('meta', 'b'))?.body).toBe('text');
  await db.close();
});
