import { isWalletInboxError } from '../../errors.ts';
import {
  bodyOf,
  type DeclareCase,
  expectRevision,
  fails,
  keys,
  type LooseChange,
  put,
  same,
} from './contractKit.ts';

/** Records and commits. */
export const recordsContract = (test: DeclareCase): void => {
  test('what was put is read back, with its revision', async (db) => {
    const body = {
      n: 1,
      big: 1n,
      bytes: new Uint8Array([0, 255]),
      text: 'ß',
      list: [null, true],
      gone: undefined,
    };
    await db.commit([put('rows', 'a', { group: 'g', order: 1, part: 'p' }, body)]);
    const got = await db.get('rows', 'a');
    same(got?.body, body);
    same([got?.key, got?.revision, got?.clear], ['a', 1, { group: 'g', order: 1, part: 'p' }]);
    const back = await bodyOf<typeof body>(db, 'rows', 'a');
    same(typeof back.big, 'bigint');
    if (!(back.bytes instanceof Uint8Array)) throw new Error('bytes are no Uint8Array');
    same(await db.get('rows', 'none'), undefined);
    same(await db.get('plain', 'a'), undefined);
  });

  test('getMany keeps the order, with gaps and repetitions', async (db) => {
    await db.commit([put('plain', 'a', {}, 1), put('plain', 'b', {}, 2)]);
    const got = await db.getMany('plain', ['b', 'none', 'a', 'b']);
    same(
      got.map((record) => record?.body),
      [2, undefined, 1, 2],
    );
    same(await db.getMany('plain', []), []);
  });

  test('a revision rises by one with each commit and starts anew after a delete', async (db) => {
    for (const revision of [1, 2, 3]) {
      await db.commit([put('plain', 'a', {}, revision)]);
      same((await db.get('plain', 'a'))?.revision, revision);
    }
    await db.commit([{ kind: 'delete', table: 'plain', key: 'a' }]);
    same(await db.get('plain', 'a'), undefined);
    await db.commit([put('plain', 'a')]);
    same((await db.get('plain', 'a'))?.revision, 1);
  });

  test('the last change of a record counts, as one', async (db) => {
    await db.commit([put('plain', 'a', {}, 1), put('plain', 'a', {}, 2)]);
    same([(await db.get('plain', 'a'))?.body, (await db.get('plain', 'a'))?.revision], [2, 1]);
    await db.commit([put('plain', 'a', {}, 3), { kind: 'delete', table: 'plain', key: 'a' }]);
    same(await db.get('plain', 'a'), undefined);
    await db.commit([{ kind: 'delete', table: 'plain', key: 'a' }, put('plain', 'a', {}, 4)]);
    same((await db.get('plain', 'a'))?.body, 4);
  });

  test('expect compares with the state before the commit, wherever it stands', async (db) => {
    await db.commit([put('plain', 'a', {}, 1), expectRevision('plain', 'a', 0)]);
    await db.commit([expectRevision('plain', 'a', 1), put('plain', 'a', {}, 2)]);
    await fails('Storage.Conflict', db.commit([expectRevision('plain', 'a', 1), put('plain', 'a', {}, 3)]));
    await fails('Storage.Conflict', db.commit([expectRevision('plain', 'a', 0), put('plain', 'a', {}, 3)]));
    await fails('Storage.Conflict', db.commit([expectRevision('plain', 'none', 1)]));
    await fails('Storage.Conflict', db.commit([expectRevision('plain', 'none', 1), put('plain', 'none')]));
    await fails(
      'Storage.Conflict',
      db.commit([expectRevision('plain', 'a', 1), { kind: 'delete', table: 'plain', key: 'a' }]),
    );
    await fails(
      'Storage.Conflict',
      db.commit([expectRevision('plain', 'a', 2), expectRevision('plain', 'a', 1)]),
    );
    await db.commit([expectRevision('plain', 'a', 2), expectRevision('plain', 'none', 0)]);
    same((await db.get('plain', 'a'))?.body, 2);
    await db.commit([expectRevision('plain', 'a', 2), { kind: 'delete', table: 'plain', key: 'a' }]);
    same(await db.get('plain', 'a'), undefined);
  });

  test('a conflict leaves nothing behind, in no table', async (db) => {
    await db.commit([put('plain', 'a', {}, 'old'), put('rows', 'gone', { state: 's' }, 1)]);
    await fails(
      'Storage.Conflict',
      db.commit([
        put('plain', 'a', {}, 'new'),
        put('plain', 'fresh', {}, 1),
        { kind: 'delete', table: 'rows', key: 'gone' },
        expectRevision('rows', 'other', 7),
        put('rows', 'late', { state: 's' }),
      ]),
    );
    same([(await db.get('plain', 'a'))?.body, (await db.get('plain', 'a'))?.revision], ['old', 1]);
    same([await db.count('plain'), keys(await db.list('rows'))], [1, 'gone']);
  });

  test('of two commits that expect the same revision, one wins', async (db) => {
    await db.commit([put('plain', 'counter', {}, 0)]);
    let conflicts = 0;
    const increment = async (): Promise<void> => {
      const now = await db.get('plain', 'counter');
      try {
        await db.commit([
          expectRevision('plain', 'counter', now?.revision ?? 0),
          put('plain', 'counter', {}, (now?.body as number) + 1),
        ]);
      } catch (error) {
        if (!isWalletInboxError(error, 'Storage.Conflict')) throw error;
        conflicts += 1;
        await increment();
      }
    };
    await Promise.all(Array.from({ length: 10 }, increment));
    same((await db.get('plain', 'counter'))?.body, 10);
    if (conflicts === 0) throw new Error('the increments did not meet');
  });

  test('commits take effect in the order of the calls', async (db) => {
    await Promise.all(Array.from({ length: 20 }, (_, at) => db.commit([put('plain', 'a', {}, at)])));
    same([(await db.get('plain', 'a'))?.body, (await db.get('plain', 'a'))?.revision], [19, 20]);
  });

  test('a commit can be relaxed, empty, or large', async (db) => {
    await db.commit([], { durability: 'strict' });
    const many = Array.from({ length: 1000 }, (_, at) =>
      put(
        'rows',
        `k${String(at).padStart(4, '0')}`,
        { group: at % 2 ? 'odd' : 'even', order: at, part: 'x' },
        at,
      ),
    );
    await db.commit(many, { durability: 'relaxed' });
    same(await db.count('rows'), 1000);
    same(await db.count('rows', { index: 'byGroup', equals: ['odd'] }), 500);
    await db.commit(many);
    same((await db.get('rows', 'k0999'))?.revision, 2);
  });

  test('what cannot be stored or found is refused before anything happens', async (db) => {
    const refused: LooseChange[] = [
      put('nowhere', 'a'),
      put('plain', ''),
      put('plain', 'ä'),
      put('plain', 'x'.repeat(513)),
      put('plain', 7),
      put('plain', 'a', { state: 1n }),
      put('plain', 'a', { state: true }),
      put('plain', 'a', { state: null }),
      put('plain', 'a', { state: Number.NaN }),
      put('plain', 'a', { state: 'a person wrote ü' }),
      put('plain', 'a', { 'state.x': 1 }),
      put('plain', 'a', {}, new Map()),
      put('plain', 'a', {}, 2n ** 64n),
      expectRevision('plain', 'a', -1),
    ];
    for (const change of refused) {
      await fails('Storage.InvalidRequest', db.commit([put('plain', 'before'), change]));
    }
    same(await db.count('plain'), 0);
    await fails('Storage.InvalidRequest', db.get('toString', 'a'));
    await fails('Storage.InvalidRequest', db.list('rows', { index: 'toString' }));
    await fails('Storage.InvalidRequest', db.list('rows', { index: 'byState', equals: ['a', 'b'] }));
    await fails('Storage.InvalidRequest', db.list('rows', { index: 'byState', equals: ['a'], after: 'b' }));
    await fails('Storage.InvalidRequest', db.list('rows', { limit: -1 }));
    await fails('Storage.InvalidRequest', db.list('rows', { after: 5 }));
  });

  test('the caller may change what it passed in and what it got', async (db) => {
    const body = { bytes: new Uint8Array([1, 2, 3]) };
    const done = db.commit([put('plain', 'a', {}, body)]);
    body.bytes.fill(0);
    await done;
    const first = await bodyOf<typeof body>(db, 'plain', 'a');
    same([...first.bytes], [1, 2, 3]);
    first.bytes.fill(9);
    same([...(await bodyOf<typeof body>(db, 'plain', 'a')).bytes], [1, 2, 3]);
  });

  test('a hostile key in a body stays a key', async (db) => {
    const body: unknown = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}');
    await db.commit([put('plain', '__proto__', {}, body)]);
    const back = await bodyOf<{ polluted?: unknown }>(db, 'plain', '__proto__');
    same(Object.keys(back), ['__proto__', 'constructor']);
    same(back.polluted, undefined);
  });

  test('close waits for what is under way; afterwards every call is refused', async (db) => {
    const commit = db.commit([put('plain', 'a')]);
    await db.close();
    await commit;
    await fails('Storage.Unavailable', db.get('plain', 'a'));
    await fails('Storage.Unavailable', db.list('plain'));
    await fails('Storage.Unavailable', db.commit([put('plain', 'b')]));
    await db.close();
  });
};
