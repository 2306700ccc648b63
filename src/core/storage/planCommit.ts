import { WalletInboxError } from '../errors.ts';
import type { Change } from '../ports.ts';
import { checkClear, checkKey } from './clearValue.ts';
import type { RecordCodec } from './recordCodec.ts';
import type { CommitStep } from './storageDriver.ts';
import { type StorageSchema, tableSpec } from './storageSchema.ts';

/** The error of an `expect` that does not hold. */
export const conflictError = (table: string, key: string): WalletInboxError =>
  new WalletInboxError('Storage.Conflict', 'A record changed between reading and writing.', {
    details: { table, key },
  });

/**
 * Makes a commit's changes into one step a record, with bodies sealed, before any transaction opens. Several changes
 * of one record: the last one counts; its `expect`s all speak of the state before the commit.
 *
 * @throws Storage.InvalidRequest, and Storage.Conflict for two `expect`s that cannot both hold
 */
export const planCommit = (
  schema: StorageSchema,
  codec: RecordCodec,
  changes: readonly Change[],
): readonly CommitStep[] => {
  interface Draft {
    readonly table: string;
    readonly key: string;
    expected?: number;
    put?: Extract<Change, { kind: 'put' }>['record'];
    isDeleted?: boolean;
  }
  const drafts = new Map<string, Draft>();
  for (const change of changes) {
    tableSpec(schema, change.table);
    const key = checkKey(change.table, change.kind === 'put' ? change.record.key : change.key);
    const place = `${change.table}\0${key}`;
    const draft: Draft = drafts.get(place) ?? { table: change.table, key };
    drafts.set(place, draft);
    if (change.kind === 'expect') {
      if (!Number.isSafeInteger(change.revision) || change.revision < 0) {
        throw new WalletInboxError('Storage.InvalidRequest', 'A revision is not a whole number.', {
          details: { table: change.table },
        });
      }
      if (draft.expected !== undefined && draft.expected !== change.revision) {
        throw conflictError(change.table, key);
      }
      draft.expected = change.revision;
    } else if (change.kind === 'put') {
      draft.put = change.record;
      draft.isDeleted = false;
    } else {
      delete draft.put;
      draft.isDeleted = true;
    }
  }
  return [...drafts.values()].map(({ table, key, expected, put, isDeleted }): CommitStep => {
    const base = { table, key, ...(expected === undefined ? {} : { expected }) };
    if (put !== undefined) {
      const row = { key, clear: checkClear(table, put.clear), body: codec.encode(table, key, put.body) };
      return { ...base, change: { kind: 'put', row } };
    }
    return isDeleted === true ? { ...base, change: { kind: 'delete' } } : base;
  });
};
