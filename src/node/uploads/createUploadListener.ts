import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Logger } from '../../core/ports.ts';
import { isLoopbackAddress } from '../limits/isLoopbackAddress.ts';
import { createRateLimiter } from '../limits/rateLimiter.ts';
import type { UploadLimits } from './uploadLimits.ts';
import { isUploadId, type UploadStore, type UploadWriter } from './uploadStore.ts';

/** The endpoint's path; what it stored lies below it. */
const basePath = '/uploads';
const burstMinutes = 5;
/** More than these at once are told to come again: each may fill memory or disk up to its cap. */
const maxAtOnce = 32;
const stallMs = 60_000;
/** How long a caller who is refused may go on writing, so that it gets to read why. */
const lingerMs = 2_000;

/** Why an upload is not taken: what goes into the answer. */
interface Refusal {
  readonly status: 400 | 413 | 429 | 503 | 507;
  readonly reason: string;
  readonly retryAfterSeconds?: number;
}

const tooLarge: Refusal = { status: 413, reason: 'the upload is too large' };

/**
 * The endpoint of docs/uploads.md: takes encrypted files by POST or PUT, gives them back by GET. Answers false, and
 * touches nothing, for any other path.
 */
export function createUploadListener(deps: {
  readonly store: UploadStore;
  readonly limits: UploadLimits;
  readonly nowMs: () => number;
  readonly logger: Logger;
}): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { store, limits, nowMs, logger } = deps;
  const rate = createRateLimiter(
    { perMinute: limits.uploadsPerMinute, burst: limits.uploadsPerMinute * burstMinutes },
    nowMs,
  );
  let underWay = 0;

  async function answer(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    if (id === '' && (request.method === 'POST' || request.method === 'PUT')) {
      await take(request, response);
    } else if (id !== '' && (request.method === 'GET' || request.method === 'HEAD')) {
      await give(request, response, id);
    } else {
      response.writeHead(405, { allow: id === '' ? 'POST, PUT, OPTIONS' : 'GET, HEAD, OPTIONS' }).end();
    }
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refusalAhead(request);
    if (refusal !== undefined) return refuse(request, response, refusal);
    underWay += 1;
    try {
      const writer = await store.begin();
      const outcome = await receive(request, writer, limits.maxUploadBytes).catch(async (error: unknown) => {
        await writer.abandon();
        throw error;
      });
      if (outcome !== 'received') {
        await writer.abandon();
        return refuse(request, response, outcome);
      }
      const url = `${originOf(request)}${basePath}/${await writer.commit()}`;
      response
        .writeHead(201, { 'content-type': 'application/json', location: url })
        .end(JSON.stringify({ url }));
    } finally {
      underWay -= 1;
    }
  }

  /** What can be said before a byte was read. */
  function refusalAhead(request: IncomingMessage): Refusal | undefined {
    const address = request.socket.remoteAddress ?? '';
    if (limits.loopback || !isLoopbackAddress(address)) {
      const waitMs = rate.spend(address, 1);
      if (waitMs > 0) {
        const retryAfterSeconds = Math.ceil(waitMs / 1000);
        return { status: 429, reason: 'too many uploads from this address', retryAfterSeconds };
      }
    }
    if (originOf(request) === undefined) return { status: 400, reason: 'the host is not one' };
    if (underWay >= maxAtOnce)
      return { status: 503, reason: 'too many uploads at once', retryAfterSeconds: 5 };
    return Number(request.headers['content-length'] ?? 0) > limits.maxUploadBytes ? tooLarge : undefined;
  }

  async function give(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const upload = isUploadId(id) ? await store.open(id) : undefined;
    if (upload === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      // Whatever the bytes are, no browser shall make a page of them.
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
      'content-length': upload.size,
      'cache-control': 'public, max-age=31536000, immutable',
    });
    if (request.method === 'HEAD') response.end();
    else await pipeline(upload.stream(), response);
  }

  return (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    if (path !== basePath && !path.startsWith(`${basePath}/`)) return false;
    answer(request, response, path.slice(basePath.length + 1)).catch((error: unknown) => {
      logger.debug('upload.aborted', { error: error instanceof Error ? error.message : 'not an error' });
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
    return true;
  };
}

/** Reads the body into `writer`. Throws when the caller goes away or stands still. */
async function receive(
  request: IncomingMessage,
  writer: UploadWriter,
  maxBytes: number,
): Promise<'received' | Refusal> {
  let size = 0;
  const stall = setTimeout(() => request.destroy(), stallMs);
  try {
    // Not destroyed at the end of the loop: who is refused half-way is to get an answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      stall.refresh();
      size += chunk.length;
      if (size > maxBytes) return tooLarge;
      if (!(await writer.write(chunk))) return { status: 507, reason: 'there is no more room' };
    }
  } finally {
    clearTimeout(stall);
  }
  return size === 0 ? { status: 400, reason: 'the upload is empty' } : 'received';
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, reason, retryAfterSeconds }: Refusal,
): void {
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: reason }));
  if (request.complete) return;
  // Closing on unread bytes resets the connection, and the answer would be lost with it.
  request.resume();
  const linger = setTimeout(() => request.socket.destroy(), lingerMs);
  request.once('close', () => clearTimeout(linger));
}

/** The origin that the caller used; it is told to the caller alone. */
function originOf(request: IncomingMessage): string | undefined {
  const host = request.headers.host ?? '';
  return /^[A-Za-z0-9.-]{1,253}(:\d{1,5})?$|^\[[0-9a-fA-F:.]{2,45}\](:\d{1,5})?$/.test(host)
    ? `http://${host}`
    : undefined;
}
