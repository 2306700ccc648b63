import { WalletInboxError } from '../errors.ts';
import type { ClearValue } from './storageDriver.ts';

const refuse = (what: string, table: string): never => {
  throw new WalletInboxError('Storage.InvalidRequest', what, { details: { table } });
};

/**
 * Keys and clear fields are identifiers, states and times. They lie unencrypted, so text that a person wrote has no
 * business there; and printable ASCII is what IndexedDB (UTF-16) and SQLite (UTF-8) put in the same order.
 */
const identifier = /^[\x20-\x7e]{0,512}$/;

/** @throws Storage.InvalidRequest */
export const checkKey = (table: string, key: unknown): string =>
  typeof key === 'string' && key !== '' && identifier.test(key)
    ? key
    : refuse('A key is not 1 to 512 printable ASCII characters.', table);

/** @throws Storage.InvalidRequest */
export const checkClearValue = (table: string, value: unknown): ClearValue => {
  if (typeof value === 'string' && identifier.test(value)) return value;
  // 0 and -0 are one value in an index.
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value;
  return refuse('A clear value is neither a finite number nor up to 512 printable ASCII characters.', table);
};

/** The clear fields that are present. @throws Storage.InvalidRequest */
export const checkClear = (table: string, clear: object): Record<string, ClearValue> => {
  const checked: Record<string, ClearValue> = {};
  for (const [field, value] of Object.entries(clear)) {
    if (!/^[a-z][A-Za-z0-9]{0,63}$/.test(field)) refuse('A clear field has a name that is not plain.', table);
    if (value !== undefined) checked[field] = checkClearValue(table, value);
  }
  return checked;
};

/** Order of clear values in every index: numbers before strings. */
export const compareClearValues = (a: ClearValue, b: ClearValue): number => {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
};
