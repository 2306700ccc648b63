import { WalletInboxError } from '../../errors.ts';

const nameOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : 'unknown';

/** A failure of IndexedDB as one of ours; what already is one passes through. */
export const idbError = (cause: unknown): WalletInboxError => {
  if (cause instanceof WalletInboxError) return cause;
  const name = nameOf(cause);
  const fail = (shortMessage: string, retryable: boolean) =>
    new WalletInboxError('Storage.Unavailable', shortMessage, { retryable, details: { name }, cause });
  switch (name) {
    case 'VersionError':
      return fail('The database was written by a newer version of wallet-inbox.', false);
    case 'QuotaExceededError':
      return fail('The browser has no room left for the database.', false);
    case 'InvalidStateError':
      return fail('The connection to the database is closed.', true);
    default:
      return fail('The database could not be read or written.', true);
  }
};
