import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { conflictError } from '../planCommit.ts';
import type { ResolvedRange } from '../resolveRange.ts';
import type { ClearValue, CommitStep, StorageDriver, StoredRow } from '../storageDriver.ts';
import type { StorageSchema } from '../storageSchema.ts';
import { sqliteError } from './sqliteError.ts';
import { columnSql, indexedFields, tableSql } from './sqliteNames.ts';

type SqlRow = Record<string, unknown>;

const toRow = (row: SqlRow): StoredRow => ({
  key: row.key as string,
  revision: row.revision as number,
  clear: JSON.parse(row.clear as string) as Record<string, ClearValue>,
  body: row.body as Uint8Array,
});

/** The part of a query behind FROM, without the limit, and its parameters. */
const rangeSql = (table: string, range: ResolvedRange) => {
  const columns = range.index === undefined ? ['key'] : range.fields.map(columnSql);
  const values: SQLInputValue[] = [...range.equals];
  const terms = range.equals.map((_value, at) => `${columns[at]} = ?`);
  const next = columns[range.equals.length];
  if (range.after !== undefined) {
    terms.push(`${next} > ?`);
    values.push(range.after);
  }
  if (range.before !== undefined) {
    terms.push(`${next} < ?`);
    values.push(range.before);
  }
  // The words of the partial index: without them SQLite may not use it.
  if (range.index !== undefined) terms.push(...columns.map((column) => `${column} IS NOT NULL`));
  const where = terms.length === 0 ? '' : ` WHERE ${terms.join(' AND ')}`;
  const direction = range.descending ? ' DESC' : '';
  const order = [...new Set([...columns, 'key'])].map((column) => column + direction).join(', ');
  return { from: `FROM ${tableSql(table)}${where}`, order: ` ORDER BY ${order}`, values };
};

/** Rows in one SQLite file, through node:sqlite, whose calls block: each of them is short. */
export const createSqliteDriver = (db: DatabaseSync, schema: StorageSchema): StorageDriver => {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const guarded = <T>(call: () => T): T => {
    try {
      return call();
    } catch (cause) {
      throw sqliteError(cause);
    }
  };

  const fieldsOf = new Map(
    Object.entries(schema.tables).map(([table, { indexes }]) => [table, indexedFields(indexes)]),
  );
  const upsertSql = new Map<string, string>();
  for (const [table, fields] of fieldsOf) {
    const columns = ['clear', 'body', ...fields.map(columnSql)];
    upsertSql.set(
      table,
      `INSERT INTO ${tableSql(table)} (key, revision, ${columns.join(', ')})
       VALUES (?, 1, ${columns.map(() => '?').join(', ')})
       ON CONFLICT (key) DO UPDATE SET revision = revision + 1,
       ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    );
  }

  let durability: 'strict' | 'relaxed' | undefined;
  /** In WAL mode NORMAL keeps a database whole but may lose the last commits to a power cut; FULL loses none. */
  const setDurability = (wanted: 'strict' | 'relaxed') => {
    if (durability === wanted) return;
    db.exec(`PRAGMA synchronous = ${wanted === 'strict' ? 'FULL' : 'NORMAL'}`);
    durability = wanted;
  };

  const runStep = ({ table, key, change }: CommitStep) => {
    if (change?.kind === 'delete') prepare(`DELETE FROM ${tableSql(table)} WHERE key = ?`).run(key);
    if (change?.kind !== 'put') return;
    const { clear, body } = change.row;
    const values: SQLInputValue[] = [key, JSON.stringify(clear), body];
    for (const field of fieldsOf.get(table) ?? []) values.push(clear[field] ?? null);
    prepare(upsertSql.get(table) ?? '').run(...values);
  };

  return {
    read: async (table, keys) =>
      guarded(() => {
        const get = prepare(`SELECT key, revision, clear, body FROM ${tableSql(table)} WHERE key = ?`);
        return keys.map((key) => {
          const row = get.get(key);
          return row === undefined ? undefined : toRow(row);
        });
      }),

    range: async (table, range) =>
      guarded(() => {
        const { from, order, values } = rangeSql(table, range);
        const sql = `SELECT key, revision, clear, body ${from}${order} LIMIT ?`;
        return prepare(sql)
          .all(...values, range.limit ?? -1)
          .map(toRow);
      }),

    count: async (table, range) =>
      guarded(() => {
        const { from, values } = rangeSql(table, range);
        return Number(prepare(`SELECT count(*) AS total ${from}`).get(...values)?.total);
      }),

    commit: async (steps, wanted) =>
      guarded(() => {
        setDurability(wanted);
        // IMMEDIATE: to wait for another writer here, not to fail in the middle.
        db.exec('BEGIN IMMEDIATE');
        try {
          for (const { table, key, expected } of steps) {
            if (expected === undefined) continue;
            const row = prepare(`SELECT revision FROM ${tableSql(table)} WHERE key = ?`).get(key);
            if (Number(row?.revision ?? 0) !== expected) throw conflictError(table, key);
          }
          for (const step of steps) runStep(step);
          db.exec('COMMIT');
        } catch (cause) {
          // Some failures (a full disk) have rolled back by themselves.
          if (db.isTransaction) db.exec('ROLLBACK');
          throw cause;
        }
      }),

    close: async () => guarded(() => db.close()),
  };
};
