import { type ErrorCode, type ErrorDetails, WalletInboxError } from '../errors.ts';

/** The codes that this room throws by itself. */
type MlsErrorCode = Extract<ErrorCode, `Mls.${string}`>;

/**
 * Throws a coded error of this room. `reason` is a short word for programs, beside the sentence for people.
 */
export function refuse(code: MlsErrorCode, reason: string, sentence: string, details?: ErrorDetails): never {
  throw new WalletInboxError(code, sentence, { details: { reason, ...details } });
}
