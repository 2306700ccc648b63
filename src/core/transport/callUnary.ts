import { createBackoff } from '../backoff.ts';
import type { Logger, Random } from '../ports.ts';
import { abortableSleep } from './abortableSleep.ts';
import { abortedError, nodeError } from './nodeError.ts';

/** How unary calls are tried. */
export interface RetryPolicy {
  /** Of one attempt. */
  readonly timeoutMs: number;
  readonly maxAttempts: number;
  /** Ceiling of the first wait; it doubles. */
  readonly baseMs: number;
  /** No wait within one call is longer; a node that asks for more is answered by failing with Node.RateLimited. */
  readonly maxWaitMs: number;
  /** The least wait after Node.RateLimited when the node names none. */
  readonly rateLimitedMs: number;
}

/** What one attempt is given. */
export interface AttemptOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Runs unary calls of one node. */
export type CallUnary = <T>(
  method: string,
  attempt: (options: AttemptOptions) => Promise<T>,
  signal: AbortSignal | undefined,
) => Promise<T>;

/**
 * Tries a call again while its failure is retryable: with jittered back-off, no sooner than the node asked for, at most
 * `maxAttempts` times. `attempt` also checks the answer, so that a damaged one counts as a failure.
 */
export const createCallUnary =
  (deps: {
    readonly policy: RetryPolicy;
    readonly random: Random;
    readonly nowMs: () => number;
    readonly logger?: Logger | undefined;
  }): CallUnary =>
  async (method, attempt, signal) => {
    const { policy, random } = deps;
    const backoff = createBackoff({ random, baseMs: policy.baseMs, maxMs: policy.maxWaitMs });
    for (let count = 1; ; count += 1) {
      if (signal?.aborted === true) throw abortedError();
      try {
        return await attempt({ timeoutMs: policy.timeoutMs, ...(signal === undefined ? {} : { signal }) });
      } catch (cause) {
        const error = nodeError(cause, { method, nowMs: deps.nowMs(), signal });
        if (!error.retryable || count >= policy.maxAttempts) throw error;
        const told = error.details.retryAfterMs;
        const least =
          error.code === 'Node.RateLimited' ? (typeof told === 'number' ? told : policy.rateLimitedMs) : 0;
        if (least > policy.maxWaitMs) throw error;
        const waitMs = least + backoff.nextMs();
        deps.logger?.debug('node.retry', { method, code: error.code, attempt: count, waitMs });
        await abortableSleep(waitMs, signal);
      }
    }
  };
