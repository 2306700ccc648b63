import { type ErrorCode, isWalletInboxError } from '../../errors.ts';
import type { RecordSealer } from '../recordSealer.ts';
import type { LooseRecord, StorageSchema } from '../storageSchema.ts';

/** The Database port over tables that only the suite knows. */
export interface LooseDatabase {
  get(table: string, key: string): Promise<LooseStored | undefined>;
  getMany(table: string, keys: readonly string[]): Promise<readonly (LooseStored | undefined)[]>;
  list(table: string, query?: object): Promise<readonly LooseStored[]>;
  count(table: string, query?: object): Promise<number>;
  commit(changes: readonly LooseChange[], options?: { durability?: 'strict' | 'relaxed' }): Promise<void>;
  close(): Promise<void>;
}
type LooseStored = LooseRecord & { readonly revision: number };
export type LooseChange =
  | { kind: 'put'; table: string; record: { key: unknown; clear: object; body: unknown } }
  | { kind: 'delete'; table: string; key: string }
  | { kind: 'expect'; table: string; key: string; revision: number };

export const contractSchema: StorageSchema = {
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

export const same = (actual: unknown, wanted: unknown, what = 'value'): void => {
  if (show(actual) !== show(wanted)) throw new Error(`${what}: got ${show(actual)}, want ${show(wanted)}`);
};

export const fails = async (code: ErrorCode, call: Promise<unknown>): Promise<void> => {
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

export const put = (table: string, key: unknown, clear: object = {}, body: unknown = null): LooseChange => ({
  kind: 'put',
  table,
  record: { key, clear, body },
});
export const expectRevision = (table: string, key: string, revision: number): LooseChange => ({
  kind: 'expect',
  table,
  key,
  revision,
});
export const keys = (records: readonly LooseRecord[]) => records.map(({ key }) => key).join(' ');

/** The body of a record that must be there. */
export const bodyOf = async <T>(db: LooseDatabase, table: string, key: string): Promise<T> => {
  const got = await db.get(table, key);
  if (got === undefined) throw new Error(`${table} has no ${key}`);
  return got.body as T;
};

/** Declares one case: a database at a place of its own, closed afterwards. */
export type DeclareCase = (name: string, body: (db: LooseDatabase, place: string) => Promise<void>) => void;
