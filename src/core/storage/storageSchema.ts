import { WalletInboxError } from '../errors.ts';
import { schemaVersion, type TableSpec, tables } from '../records.ts';

/** A record outside of a table's static type. */
export interface LooseRecord {
  readonly key: string;
  readonly clear: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A change of records that came with a schema version; tables and indexes need none, they follow the declaration. */
export interface Migration {
  /** The schema version that first has the new form. */
  readonly version: number;
  readonly table: string;
  /** The new form of one record, its key unchanged; `undefined` deletes it. Pure: it runs inside a transaction. */
  migrate(record: LooseRecord): Omit<LooseRecord, 'key'> | undefined;
}

/** What a database holds and how an older one becomes it. */
export interface StorageSchema {
  /** A positive integer. */
  readonly version: number;
  readonly tables: Readonly<Record<string, TableSpec>>;
  /** Ascending by version. */
  readonly migrations: readonly Migration[];
}

/** The schema of records.ts. */
export const recordsSchema: StorageSchema = { version: schemaVersion, tables, migrations: [] };

// Names go into SQL and into key paths, so they stay plain. SQLite does not tell cases apart: names must differ by more.
const plainName = /^[a-z][A-Za-z0-9]{0,63}$/;

/** Refuses a schema that some implementation could not hold. @throws Storage.InvalidRequest */
export const checkSchema = (schema: StorageSchema): StorageSchema => {
  const refuse = (what: string): never => {
    throw new WalletInboxError('Storage.InvalidRequest', `The declaration of the tables is wrong: ${what}.`);
  };
  if (!Number.isInteger(schema.version) || schema.version < 1 || schema.version > 1_000_000) {
    refuse('the version is not a positive integer');
  }
  const seen = new Set<string>();
  for (const [table, spec] of Object.entries(schema.tables)) {
    if (!plainName.test(table)) refuse(`${table} is no name for a table`);
    if (seen.has(table.toLowerCase())) refuse(`${table} is there twice`);
    seen.add(table.toLowerCase());
    for (const [index, fields] of Object.entries(spec.indexes)) {
      if (!plainName.test(index) || !fields.every((field) => plainName.test(field))) {
        refuse(`${table}.${index} has a name that is not plain`);
      }
      if (fields.length === 0 || new Set(fields).size !== fields.length) {
        refuse(`${table}.${index} names no field, or one twice`);
      }
    }
    const fields = new Set(Object.values(spec.indexes).flat());
    if (new Set([...fields].map((field) => field.toLowerCase())).size !== fields.size) {
      refuse(`${table} has two fields that differ by case alone`);
    }
  }
  return schema;
};

/** The declaration of `table`. @throws Storage.InvalidRequest when there is none */
export const tableSpec = (schema: StorageSchema, table: string): TableSpec => {
  const spec = Object.hasOwn(schema.tables, table) ? schema.tables[table] : undefined;
  if (spec === undefined) {
    throw new WalletInboxError('Storage.InvalidRequest', 'There is no such table.', { details: { table } });
  }
  return spec;
};
