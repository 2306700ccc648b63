import { isWalletInboxError, WalletInboxError } from '../../core/errors.ts';

/** Ends one request when it stands still, takes too long, or is called off. */
export interface TransferWatch {
  /** For `fetch`. */
  readonly signal: AbortSignal;
  /** Something came or went. */
  touch(): void;
  /** What to throw for `error`: the caller's reason when it called off, else a failure of the server. */
  failure(error: unknown): WalletInboxError;
  end(): void;
}

export interface TransferLimits {
  /** Longest time without a byte. */
  readonly stallMs: number;
  /** Longest time in all. */
  readonly deadlineMs: number;
}

export const defaultTransferLimits: TransferLimits = { stallMs: 60_000, deadlineMs: 15 * 60_000 };

/** `caller` aborts with a coded reason. */
export function createTransferWatch(caller: AbortSignal, limits: TransferLimits): TransferWatch {
  const controller = new AbortController();
  const onTime = () =>
    controller.abort(
      new WalletInboxError('Attachment.Unreachable', 'The server of the file did not answer in time.'),
    );
  const onCaller = () => controller.abort(caller.reason);
  if (caller.aborted) onCaller();
  else caller.addEventListener('abort', onCaller, { once: true });
  const deadline = setTimeout(onTime, limits.deadlineMs);
  let stall = setTimeout(onTime, limits.stallMs);
  return {
    signal: controller.signal,
    touch() {
      clearTimeout(stall);
      stall = setTimeout(onTime, limits.stallMs);
    },
    failure(error) {
      if (isWalletInboxError(error)) return error;
      const reason: unknown = controller.signal.reason;
      if (isWalletInboxError(reason)) return reason;
      return new WalletInboxError('Attachment.Unreachable', 'The server of the file cannot be reached.', {
        cause: error,
      });
    },
    end() {
      clearTimeout(deadline);
      clearTimeout(stall);
      caller.removeEventListener('abort', onCaller);
    },
  };
}
