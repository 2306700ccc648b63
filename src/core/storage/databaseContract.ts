import { type ErrorCode, isWalletInboxError, WalletInboxError } from '../errors.ts';
import type { Database } from '../ports.ts';
import type { RecordSealer } from './recordSealer.ts';
import type { LooseRecord, StorageSchema } from './storageSchema.ts';

/** One promise of the Database port; `run` rejects when it is not kept. */
export interface ContractCase {
  readonly name: string;
  run(): Promise<void>;
}

/** How the suite reaches one implementation. `place` names a database: the same name, the same data. */
export interface ContractSubject {
  open(place: string, options: { schema: StorageSchema; sealer: RecordSealer }): Promise<Database>;
  /** Whether data outlives `close`. */
  readonly isPersistent: boolean;
}

/** The Database port over tables that only the suite knows. */
interface LooseDatabase {
  get(table: string, key: string): Promise<LooseStored | undefined>;
  getMany(table: string, keys: readonly string[]): Promise<readonly (LooseStored | undefined)[]>;
  list(table: string, query?: object): Promise<readonly LooseStored[]>;
  count(table: string, query?: object): Promise<number>;
  commit(changes: readonly LooseChange[], options?: { durability?: 'strict' | 'relaxed' }): Promise<void>;
  close(): Promise<void>;
}
type LooseStored = LooseRecord & { readonly revision: number };
type LooseChange =
  | { kind: 'put'; table: string; record: { key: unknown; clear: object; body: unknown } }
  | { kind: 'delete'; table: string; key: string }
  | { kind: 'expect'; table: string; key: string; revision: number };

const schema: StorageSchema = {
  version: 1,
  tables: {
    plain: { indexes: {} },
    rows: { indexes: { byGroup: ['group', 'order', 'part'], byState: ['state'] } },
  },
  migrations: [],
};

/** Tells keys apart and notices a changed place or byte, as the real one does; the suite is about the store. */
export const contractSealer = (key: number): RecordSealer => {
  const sum = (plaintext: Uint8Array, aad: Uint8Array) => {
    let total = key;
    for (const byte of [...aad, ...plaintext]) total = (Math.imul(total, 31) + byte) | 0;
    return total;
  };
  return {
    seal(plaintext, aad) {
      const sealed = new Uint8Array(4 + plaintext.length);
      new DataView(sealed.buffer).setInt32(0, sum(plaintext, aad));
      sealed.set(
        plaintext.map((byte) => byte ^ 0x55),
        4,
      );
      return sealed;
    },
    open(sealed, aad) {
      const plaintext = sealed.slice(4).map((byte) => byte ^ 0x55);
      const view = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      if (view.getInt32(0) !== sum(plaintext, aad)) throw new Error('wrong key or place');
      return plaintext;
    },
  };
};

const show = (value: unknown): string =>
  JSON.stringify(value, (_name, item: unknown) =>
    typeof item === 'bigint' ? `${item}n` : item instanceof Uint8Array ? `bytes ${[...item]}` : item,
  ) ?? 'undefined';

const same = (actual: unknown, wanted: unknown, what = 'value'): void => {
  if (show(actual) !== show(wanted)) throw new Error(`${what}: got ${show(actual)}, want ${show(wanted)}`);
};

const fails = async (code: ErrorCode, call: Promise<unknown>): Promise<void> => {
  const outcome = await call.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  if (!isWalletInboxError(outcome, code)) {
    throw new Error(`want ${code}, got ${outcome instanceof Error ? outcome.message : String(outcome)}`, {
      cause: outcome,
    });
  }
};

const put = (table: string, key: unknown, clear: object = {}, body: unknown = null): LooseChange => ({
  kind: 'put',
  table,
  record: { key, clear, body },
});
const expectRevision = (table: string, key: string, revision: number): LooseChange => ({
  kind: 'expect',
  table,
  key,
  revision,
});
const keys = (records: readonly LooseRecord[]) => records.map(({ key }) => key).join(' ');

let places = 0;

/**
 * What every implementation of the Database port promises, as cases without a test framework: the same suite runs
 * in Node and in a page of a real browser.
 */
export const databaseContract = (subject: ContractSubject): readonly ContractCase[] => {
  const openAt = async (place: string, key = 1, used = schema) =>
    (await subject.open(place, { schema: used, sealer: contractSealer(key) })) as unknown as LooseDatabase;
  const newPlace = () => `contract-${places++}-${Date.now()}`;
  const cases: ContractCase[] = [];
  const test = (name: string, body: (db: LooseDatabase, place: string) => Promise<void>) => {
    cases.push({
      name,
      async run() {
        const place = newPlace();
        const db = await openAt(place);
        try {
          await body(db, place);
        } finally {
          await db.close();
        }
      },
    });
  };

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
    same(typeof (got?.body as { big: unknown }).big, 'bigint');
    if (!((got?.body as typeof body).bytes instanceof Uint8Array)) throw new Error('bytes are no Uint8Array');
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

  test('the primary key is listed in order, bounded and limited', async (db) => {
    await db.commit(['d', 'a', 'c', 'b', 'B', '~'].map((key) => put('plain', key)));
    same(keys(await db.list('plain')), 'B a b c d ~');
    same(keys(await db.list('plain', { direction: 'descending' })), '~ d c b a B');
    same(keys(await db.list('plain', { after: 'a', before: 'd' })), 'b c');
    same(keys(await db.list('plain', { after: 'a', limit: 2 })), 'b c');
    same(keys(await db.list('plain', { before: 'c', limit: 2, direction: 'descending' })), 'b a');
    same(keys(await db.list('plain', { equals: ['c'] })), 'c');
    same(keys(await db.list('plain', { after: '' })), 'B a b c d ~');
    same(keys(await db.list('plain', { after: 'd', before: 'a' })), '');
    same(keys(await db.list('plain', { after: 'c', before: 'c' })), '');
    same(keys(await db.list('plain', { limit: 0 })), '');
    same(
      [await db.count('plain', { after: 'a' }), await db.count('plain', { after: 'a', limit: 3 })],
      [4, 3],
    );
  });

  test('an index is listed by its fields, then by key, after a prefix of equals', async (db) => {
    const row = (key: string, group: string, order: number | string, part = 'p') =>
      put('rows', key, { group, order, part });
    await db.commit([
      row('k1', 'g', 2),
      row('k2', 'g', 10),
      row('k3', 'g', 2),
      row('k4', 'ga', 1),
      row('k5', 'f', 99),
      row('k6', 'g', 2, 'a'),
      row('k7', 'g', 'text'),
      row('k8', 'g', -1.5),
    ]);
    const list = async (query: object) => keys(await db.list('rows', { index: 'byGroup', ...query }));
    same(await list({}), 'k5 k8 k6 k1 k3 k2 k7 k4');
    same(await list({ direction: 'descending' }), 'k4 k7 k2 k3 k1 k6 k8 k5');
    same(await list({ equals: ['g'] }), 'k8 k6 k1 k3 k2 k7');
    same(await list({ equals: ['g', 2] }), 'k6 k1 k3');
    same(await list({ equals: ['g', 2, 'p'] }), 'k1 k3');
    same(await list({ equals: ['g'], after: 2 }), 'k2 k7');
    same(await list({ equals: ['g'], before: 10 }), 'k8 k6 k1 k3');
    same(await list({ equals: ['g'], after: -1.5, before: 10 }), 'k6 k1 k3');
    same(await list({ equals: ['g', 2], after: 'a' }), 'k1 k3');
    same(await list({ equals: ['g'], before: 10, direction: 'descending', limit: 2 }), 'k3 k1');
    same(await list({ equals: ['g'], after: 2, direction: 'descending' }), 'k7 k2');
    same(await list({ after: 'f', before: 'ga' }), 'k8 k6 k1 k3 k2 k7');
    same(await list({ equals: ['none'] }), '');
    same(await db.count('rows', { index: 'byGroup', equals: ['g'], after: 2 }), 2);
  });

  test('a record is in those indexes alone whose fields it has', async (db) => {
    await db.commit([
      put('rows', 'a', { group: 'g', order: 1, state: 'open' }),
      put('rows', 'b', { state: 'open', part: undefined }),
      put('rows', 'c', {}),
    ]);
    same(keys(await db.list('rows', { index: 'byState' })), 'a b');
    same(keys(await db.list('rows', { index: 'byGroup' })), '');
    same(keys(await db.list('rows')), 'a b c');
    await db.commit([put('rows', 'a', { group: 'g', order: 1, part: 'p' })]);
    same(keys(await db.list('rows', { index: 'byState' })), 'b');
    same(await db.count('rows', { index: 'byGroup', equals: ['g'] }), 1);
    same((await db.get('rows', 'b'))?.clear, { state: 'open' });
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
    const first = (await db.get('plain', 'a'))?.body as typeof body;
    same([...first.bytes], [1, 2, 3]);
    first.bytes.fill(9);
    same([...((await db.get('plain', 'a'))?.body as typeof body).bytes], [1, 2, 3]);
  });

  test('a hostile key in a body stays a key', async (db) => {
    const body: unknown = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}');
    await db.commit([put('plain', '__proto__', {}, body)]);
    const got = await db.get('plain', '__proto__');
    same(Object.keys(got?.body as object), ['__proto__', 'constructor']);
    same((got?.body as { polluted?: unknown }).polluted, undefined);
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

  if (!subject.isPersistent) return cases;

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
      tables: { ...schema.tables, added: { indexes: {} } },
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

  return cases;
};
