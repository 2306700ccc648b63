import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ConnectRouter } from '@connectrpc/connect';
import type { Logger } from '../../core/ports.ts';
import { allowAnyOrigin } from './cors.ts';
import { type Listening, listen } from './listen.ts';
import { createRpcListener } from './rpcListener.ts';

/** gRPC-web over HTTP/1.1, for browsers; `serveOther` has the paths that are no procedure, and answers false for no path. */
export async function startWebServer(
  router: ConnectRouter,
  address: { readonly host: string; readonly port: number },
  logger: Logger,
  serveOther: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<Listening> {
  const serve = createRpcListener(router, logger);
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    allowAnyOrigin(request, response);
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else if (!serve(request, response) && !serveOther(request, response)) response.writeHead(404).end();
  });
  return listen(server, address, {
    finish: () => server.closeIdleConnections(),
    abandon: () => server.closeAllConnections(),
  });
}
