import { once } from 'node:events';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import type { UniversalServerResponse } from '@connectrpc/connect/protocol';

/** A response of either HTTP version, as far as an answer needs it; the two types have no callable union. */
export type NodeResponse = (ServerResponse | Http2ServerResponse) & {
  write(chunk: Uint8Array): boolean;
  writeHead(status: number, headers: OutgoingHttpHeaders): unknown;
  flushHeaders?(): void;
};

/** Puts status and headers on the wire now; what is there already stays. */
export function writeHeaders(response: NodeResponse, status: number, headers: HeadersInit | undefined): void {
  if (response.headersSent) return;
  response.writeHead(status, toNodeHeaders(headers));
  response.flushHeaders?.();
}

/** Writes an answer, waiting for the client whenever it does not keep up. */
export async function writeResponse(
  universal: UniversalServerResponse,
  response: NodeResponse,
): Promise<void> {
  writeHeaders(response, universal.status, universal.header);
  for await (const chunk of universal.body ?? []) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await writable(response);
  }
  if (universal.trailer !== undefined) response.addTrailers(toNodeHeaders(universal.trailer));
  response.end();
}

/** Resolves when the response takes more, or will never again. */
async function writable(response: NodeResponse): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  } finally {
    settled.abort();
  }
}

function toNodeHeaders(headers: HeadersInit | undefined): OutgoingHttpHeaders & Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}
