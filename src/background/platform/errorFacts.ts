import { isWalletInboxError } from '../../core/errors.ts';

/** What may be logged of an error: its code, or the name of a foreign one. Never a foreign message: it may quote. */
export function errorFacts(error: unknown): Readonly<Record<string, string>> {
  if (isWalletInboxError(error)) return { code: error.code };
  if (!(error instanceof Error)) return { name: typeof error };
  const frame = /^\s+at .*$/mu.exec(error.stack ?? '')?.[0].trim();
  return { name: error.name, ...(frame === undefined ? {} : { frame }) };
}
