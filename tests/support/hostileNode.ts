/** A gRPC-web proxy that stands before a real node and spoils what it answers, as a broken or hostile node would. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer as it came from the real node: the bytes of a gRPC-web body and the method that was called. */
export interface NodeAnswer {
  /** Last part of the path, e.g. `QueryGroupMessages`. */
  readonly method: string;
  readonly body: Uint8Array;
}

/** What to do with an answer: other bytes, an HTTP status, a closed connection, or `undefined` to pass it on. */
export type Spoiled =
  | { readonly body: Uint8Array }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly hangUp: true }
  | undefined;

export interface HostileNode {
  readonly webUrl: string;
  /** Methods that were called, in order. */
  readonly calls: readonly string[];
  /** Replaces what is done with unary answers from now on. */
  spoil(how: (answer: NodeAnswer) => Spoiled): void;
  /** From now on streams carry these bytes and end; `undefined`: what the real node sends. */
  spoilStreams(body: Uint8Array | undefined): void;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

const hopByHop = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

/** Starts a proxy before the gRPC-web URL of a real node, on a free port unless it is to come back on its old one. */
export async function hostileNode(realWebUrl: string, port = 0): Promise<HostileNode> {
  const calls: string[] = [];
  let how: (answer: NodeAnswer) => Spoiled = () => undefined;
  let streamed: Uint8Array | undefined;

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const method = path.split('/').at(-1) ?? '';
    calls.push(method);
    const headers = Object.entries(request.headers).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && !hopByHop.has(entry[0]),
    );
    const aborted = new AbortController();
    response.on('close', () => aborted.abort());
    const answer = await fetch(`${realWebUrl}${path}`, {
      method: request.method ?? 'POST',
      headers,
      signal: aborted.signal,
      ...(request.method === 'POST' && { body: await bodyOf(request) }),
    });
    const answerHeaders = Object.fromEntries([...answer.headers].filter(([name]) => !hopByHop.has(name)));
    delete answerHeaders['content-encoding'];
    if (method.startsWith('Subscribe')) {
      response.writeHead(answer.status, answerHeaders);
      if (streamed !== undefined) {
        response.end(streamed);
        aborted.abort();
        return;
      }
      response.flushHeaders();
      for await (const chunk of answer.body ?? []) response.write(chunk);
      response.end();
      return;
    }
    const body = new Uint8Array(await answer.arrayBuffer());
    const spoiled = how({ method, body });
    if (spoiled === undefined) {
      response.writeHead(answer.status, answerHeaders).end(body);
    } else if ('body' in spoiled) {
      response.writeHead(answer.status, answerHeaders).end(spoiled.body);
    } else if ('status' in spoiled) {
      response.writeHead(spoiled.status, spoiled.headers).end();
    } else {
      request.socket.destroy();
    }
  }

  const server = createServer((request, response) => {
    forward(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    webUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    spoil(next) {
      how = next;
    },
    spoilStreams(body) {
      streamed = body;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
