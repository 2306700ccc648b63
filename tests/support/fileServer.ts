/** A server for files that does to a request whatever a test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Uint8Array;
}

export interface FileServer {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly origin: string;
  /** In the order of their end. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** `answer` is called once the whole body is there, unless it asks for less by `options.early`. */
export async function startFileServer(
  answer: (response: ServerResponse, request: SeenRequest) => void,
  options: { readonly early?: boolean } = {},
): Promise<FileServer> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    const seen = () => ({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks),
    });
    response.setHeader('access-control-allow-origin', '*');
    if (options.early) {
      requests.push(seen());
      answer(response, seen());
      return;
    }
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return;
    }
    requests.push(seen());
    answer(response, seen());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
