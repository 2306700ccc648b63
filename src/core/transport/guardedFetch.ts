import { WalletInboxError } from '../errors.ts';
import { guardFrames } from './guardFrames.ts';
import { invalidResponse, rateLimitedError, retryAfterMs } from './nodeError.ts';

/** A status that no gRPC answer has: a proxy's, or a server's that is no node. */
const httpError = (response: Response, nowMs: number): WalletInboxError => {
  const { status } = response;
  const details = { httpStatus: status };
  if (status === 429)
    return rateLimitedError(retryAfterMs(response.headers.get('retry-after'), nowMs), details);
  if (status === 502 || status === 503 || status === 504) {
    return new WalletInboxError('Node.Unreachable', 'The node is not available.', { details });
  }
  if (status >= 500) return new WalletInboxError('Node.Failed', 'The node failed.', { details });
  if (status === 401 || status === 403) {
    return new WalletInboxError('Node.Refused', 'The node refused the request.', { details });
  }
  if (status === 404)
    return new WalletInboxError('Node.Refused', 'There is no XMTP node at this address.', { details });
  return invalidResponse('its HTTP status is unknown to gRPC-web', details);
};

/**
 * `fetch` for Connect: failures of the network and of what stands before the node become our errors here, where they can
 * still be told from what the node said, and bodies are bounded.
 */
export const createGuardedFetch =
  (options: {
    readonly fetch: typeof globalThis.fetch;
    readonly maxFrameBytes: number;
    readonly nowMs: () => number;
  }): typeof globalThis.fetch =>
  async (input, init) => {
    let response: Response;
    try {
      response = await options.fetch(input, {
        ...init,
        // A node needs to know nothing of the browser that calls it.
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
      });
    } catch (cause) {
      throw new WalletInboxError('Node.Unreachable', 'The node cannot be reached.', { cause });
    }
    if (response.status !== 200) {
      response.body?.cancel().catch(() => {});
      throw httpError(response, options.nowMs());
    }
    const { body, headers } = response;
    const hasStatus = headers.has('grpc-status');
    if (body === null) {
      if (hasStatus) return response;
      throw invalidResponse('it is empty');
    }
    const guarded = guardFrames(body, { maxFrameBytes: options.maxFrameBytes, hasStatus });
    return new Response(guarded as ReadableStream<Uint8Array<ArrayBuffer>>, { status: 200, headers });
  };
