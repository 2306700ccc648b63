import type { ResolvedRange } from './resolveRange.ts';

/** What a clear field may hold: what every implementation's index orders alike. */
export type ClearValue = string | number;

/** A record as it lies on the disk. */
export interface StoredRow {
  readonly key: string;
  readonly revision: number;
  readonly clear: Readonly<Record<string, ClearValue>>;
  /** Sealed. */
  readonly body: Uint8Array;
}

/** All that one commit does to one record. */
export interface CommitStep {
  readonly table: string;
  readonly key: string;
  /** The revision that the record must have before the commit; 0: it must not exist. */
  readonly expected?: number;
  readonly change?:
    | { readonly kind: 'put'; readonly row: Omit<StoredRow, 'revision'> }
    | { readonly kind: 'delete' };
}

/**
 * One place where rows can lie. It knows neither the records' types nor their encryption; all it is given was
 * checked. Failures are WalletInboxErrors of area Storage.
 */
export interface StorageDriver {
  read(table: string, keys: readonly string[]): Promise<readonly (StoredRow | undefined)[]>;
  range(table: string, range: ResolvedRange): Promise<readonly StoredRow[]>;
  count(table: string, range: ResolvedRange): Promise<number>;
  /** All steps in one transaction, or none. Commits take effect in the order in which they were asked for. */
  commit(steps: readonly CommitStep[], durability: 'strict' | 'relaxed'): Promise<void>;
  close(): Promise<void>;
}
