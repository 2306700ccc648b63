import { WalletInboxError } from '../../errors.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const code = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
} as const;

/** A failure of node:sqlite as one of ours; what already is one passes through. */
export const sqliteError = (cause: unknown): WalletInboxError => {
  if (cause instanceof WalletInboxError) return cause;
  const errcode =
    typeof cause === 'object' && cause !== null && 'errcode' in cause ? Number(cause.errcode) : 0;
  const fail = (shortMessage: string, retryable: boolean) =>
    new WalletInboxError('Storage.Unavailable', shortMessage, { retryable, details: { errcode }, cause });
  // The upper bits tell the variant.
  switch (errcode & 0xff) {
    case code.busy:
    case code.locked:
      return fail('Another process is using the database.', true);
    case code.full:
      return fail('The disk has no room left for the database.', false);
    case code.readOnly:
      return fail('The database may not be written.', false);
    case code.cantOpen:
      return fail('The database file cannot be opened.', false);
    case code.corrupt:
    case code.notADatabase:
      return new WalletInboxError('Storage.Corrupt', 'The file is damaged or is not a database.', {
        details: { errcode },
        cause,
      });
    default:
      return fail('The database could not be read or written.', true);
  }
};
