import type { ProviderFaultCode, ProviderFaultReason } from '../bridge/page/pageMethods.ts';

/**
 * What every call of an `Inbox` is rejected with. `reason` says why within the code, for programs; `message` is for
 * people who read a log.
 *
 * @example
 * try {
 *   await inbox.requestPermissions({ notify: { sender, types } });
 * } catch (error) {
 *   if (!(error instanceof ProviderFaultError)) throw error;
 *   if (error.reason === 'rejected') return; // The person said no: do not ask again now.
 *   showSentence(error.message);
 * }
 */
export class ProviderFaultError extends Error {
  override readonly name = 'ProviderFaultError';
  /** As in EIP-1193 and EIP-1474, e.g. 4001 when the person said no. */
  readonly code: ProviderFaultCode;
  readonly reason: ProviderFaultReason;

  constructor(code: ProviderFaultCode, reason: ProviderFaultReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.reason = reason;
  }
}

/** The error of a provider as ours. Anything that is not of its form is a fault of the provider: -32603, `internal`. */
export function asProviderFaultError(error: unknown): ProviderFaultError {
  const { code, message, data } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
    readonly data?: { readonly reason?: unknown } | null;
  };
  const text = typeof message === 'string' ? message : 'The provider failed.';
  return typeof code === 'number' && typeof data?.reason === 'string'
    ? new ProviderFaultError(code as ProviderFaultCode, data.reason as ProviderFaultReason, text, error)
    : new ProviderFaultError(-32603, 'internal', text, error);
}
