import { WalletInboxError } from '../errors.ts';
import type { RangeQuery } from '../ports.ts';
import type { TableName } from '../records.ts';
import { checkClearValue, checkKey, compareClearValues } from './clearValue.ts';
import type { ClearValue } from './storageDriver.ts';
import { type StorageSchema, tableSpec } from './storageSchema.ts';

/** A query that was checked against the declaration of its table. */
export interface ResolvedRange {
  /** `undefined`: by primary key. */
  readonly index: string | undefined;
  /** The index's fields; empty for the primary key. */
  readonly fields: readonly string[];
  readonly equals: readonly ClearValue[];
  readonly after?: ClearValue;
  readonly before?: ClearValue;
  readonly descending: boolean;
  readonly limit?: number;
  /** Whether nothing can be in the range. */
  readonly isEmpty: boolean;
}

const refuse = (what: string, table: string): never => {
  throw new WalletInboxError('Storage.InvalidRequest', what, { details: { table } });
};

/** Checks a query. @throws Storage.InvalidRequest for an unknown index, too many values, a value that no index holds */
export const resolveRange = (
  schema: StorageSchema,
  table: string,
  query: RangeQuery<TableName> = {},
): ResolvedRange => {
  const { indexes } = tableSpec(schema, table);
  const { index, limit } = query;
  if (index !== undefined && !Object.hasOwn(indexes, index)) refuse('There is no such index.', table);
  const fields = index === undefined ? [] : (indexes[index] ?? []);
  const check = index === undefined ? checkKey : checkClearValue;
  const equals = (query.equals ?? []).map((value) => check(table, value));
  // `after: ''` on the key is every key.
  const bound = (value: unknown) =>
    value === undefined ? undefined : value === '' ? '' : check(table, value);
  const after = bound(query.after);
  const before = bound(query.before);
  const room = Math.max(fields.length, 1) - equals.length;
  if (room < 0 || (room === 0 && (after !== undefined || before !== undefined))) {
    refuse('A query has more values than its index has fields.', table);
  }
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 0)) {
    refuse('A limit is not a whole number.', table);
  }
  const isCrossed = after !== undefined && before !== undefined && compareClearValues(after, before) >= 0;
  return {
    index,
    fields,
    equals,
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
    descending: query.direction === 'descending',
    ...(limit === undefined ? {} : { limit }),
    isEmpty: limit === 0 || isCrossed,
  };
};
