/** Pages of a test, from memory, under two sites: 127.0.0.1 and localhost on one free port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServedPage {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServedPages {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly origin: string;
  /** `http://localhost:port`: another origin, and another site. */
  readonly otherOrigin: string;
  close(): Promise<void>;
}

export async function servePages(
  pages: (
    path: string,
    served: { readonly origin: string; readonly otherOrigin: string },
  ) => ServedPage | undefined,
): Promise<ServedPages> {
  const server = createServer((request, response) => {
    const page = pages(new URL(request.url ?? '/', origin).pathname, { origin, otherOrigin });
    response.writeHead(page === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      ...page?.headers,
    });
    response.end(page?.body ?? '');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const otherOrigin = `http://localhost:${port}`;
  return {
    origin,
    otherOrigin,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
