import type { WireError } from '../../bridge/wireError.ts';
import { isWalletInboxError } from '../../core/errors.ts';
import { cutText } from './cutText.ts';

/** What a window learns of a failure. Of a foreign error nothing: its message may quote what it choked on. */
export function toWireError(error: unknown): WireError {
  if (!isWalletInboxError(error)) {
    return {
      code: 'Bridge.Internal',
      shortMessage: 'Something went wrong inside the extension.',
      retryable: true,
      details: {},
    };
  }
  const details: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(error.details)) {
    if (value !== undefined)
      details[cutText(name, 64)] = typeof value === 'string' ? cutText(value, 500) : value;
  }
  return {
    code: error.code,
    shortMessage: cutText(error.shortMessage, 500),
    retryable: error.retryable,
    details,
  };
}
