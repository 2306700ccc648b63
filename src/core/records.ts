/**
 * What the store keeps: one declaration a table. `clear` fields are what an index must see and lie unencrypted;
 * `body` is encoded with MessagePack and sealed under the vault's data key, bound to its table and key.
 *
 * A change to a `clear` field or to an index is a new schema version with a migration in storage/.
 * Bodies may hold: null, boolean, number, bigint, string, Uint8Array, arrays and plain objects of these.
 */

/** Indexes of a table: name -> clear fields, compared in this order. */
export interface TableSpec {
  readonly indexes: Readonly<Record<string, readonly string[]>>;
}

export const tables = {
  /** Single rows by name: the account of this store, settings, one-off flags. */
  meta: { indexes: {} },
} as const satisfies Record<string, TableSpec>;

export type TableName = keyof typeof tables;

/** Clear fields and body by table. */
export interface TableShapes {
  meta: { clear: Record<never, never>; body: unknown };
}

/** A record as the client puts it. */
export interface TableRecord<N extends TableName> {
  readonly key: string;
  readonly clear: Readonly<TableShapes[N]['clear']>;
  readonly body: TableShapes[N]['body'];
}
