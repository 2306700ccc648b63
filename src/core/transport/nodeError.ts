import { Code, ConnectError } from '@connectrpc/connect';
import { type ErrorDetails, WalletInboxError } from '../errors.ts';

/** What the node says ends up in logs and on screens: one short line, nothing else. */
const shortened = (message: string): string => {
  const line = message.replace(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
};

/** Milliseconds of a `Retry-After` header (RFC 9110 section 10.2.3): seconds, or a date. */
export const retryAfterMs = (value: string | null, nowMs: number): number | undefined => {
  if (value === null) return undefined;
  if (/^\d{1,7}$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
};

/** The error for an answer that is not what the protocol says. */
export const invalidResponse = (what: string, details: ErrorDetails = {}): WalletInboxError =>
  new WalletInboxError('Node.InvalidResponse', `The node sent an answer that is not valid: ${what}.`, {
    details,
  });

export const abortedError = (): WalletInboxError =>
  new WalletInboxError('Node.Aborted', 'The call to the node was cancelled.');

export const rateLimitedError = (afterMs: number | undefined, details: ErrorDetails): WalletInboxError =>
  new WalletInboxError('Node.RateLimited', 'The node asks to be called less often.', {
    details: { ...details, retryAfterMs: afterMs },
  });

/** What xmtp-node-go says, with UNAVAILABLE, once its network has moved on. */
const retired = /XMTP V3 (streaming )?is no longer available/i;

/** By gRPC status, for what the node itself said. */
const statusError = (error: ConnectError, nowMs: number, details: ErrorDetails): WalletInboxError => {
  const said = shortened(error.rawMessage);
  const all = { ...details, status: Code[error.code] ?? error.code };
  const suffix = said === '' ? '' : `: ${said}`;
  if (retired.test(error.rawMessage)) {
    return new WalletInboxError('Node.Retired', 'This node no longer serves the XMTP V3 network.', {
      details: all,
    });
  }
  switch (error.code) {
    case Code.ResourceExhausted:
      return rateLimitedError(retryAfterMs(error.metadata.get('retry-after'), nowMs), all);
    case Code.Unavailable:
    case Code.DeadlineExceeded:
    case Code.Aborted:
    case Code.Canceled:
      return new WalletInboxError('Node.Unreachable', `The node is not available${suffix}.`, {
        details: all,
      });
    case Code.Internal:
    case Code.Unknown:
    case Code.DataLoss:
      return new WalletInboxError('Node.Failed', `The node failed${suffix}.`, { details: all });
    default:
      return new WalletInboxError('Node.Refused', `The node refused the request${suffix}.`, { details: all });
  }
};

/** Whatever a call threw, as one of our errors. */
export const nodeError = (
  cause: unknown,
  context: { readonly method: string; readonly nowMs: number; readonly signal?: AbortSignal | undefined },
): WalletInboxError => {
  if (context.signal?.aborted === true) return abortedError();
  // Connect wraps what our own fetch threw.
  for (let error = cause; error instanceof Error; error = error.cause) {
    if (error instanceof WalletInboxError) return error;
  }
  const details = { method: context.method };
  if (!(cause instanceof ConnectError)) {
    return new WalletInboxError('Node.InvalidResponse', 'The node’s answer could not be read.', {
      details,
      cause,
    });
  }
  if (cause.isWireError) return statusError(cause, context.nowMs, details);
  if (cause.code === Code.DeadlineExceeded || cause.code === Code.Canceled) {
    return new WalletInboxError('Node.Unreachable', 'The node did not answer in time.', { details });
  }
  return new WalletInboxError('Node.InvalidResponse', 'The node’s answer does not follow the protocol.', {
    details,
    cause,
  });
};
