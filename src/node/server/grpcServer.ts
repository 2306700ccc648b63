import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { ConnectRouter } from '@connectrpc/connect';
import type { Logger } from '../../core/ports.ts';
import { type Listening, listen } from './listen.ts';
import { createRpcListener } from './rpcListener.ts';

/** Per stream and per connection; the default of 64 KiB makes a page of messages wait for window updates. */
const windowBytes = 4 * 1024 * 1024;

/** gRPC over HTTP/2 without TLS, by prior knowledge. */
export async function startGrpcServer(
  router: ConnectRouter,
  address: { readonly host: string; readonly port: number },
  logger: Logger,
): Promise<Listening> {
  const sessions = new Set<ServerHttp2Session>();
  const serve = createRpcListener(router, logger);
  const server: Http2Server = createServer(
    { settings: { initialWindowSize: windowBytes, maxConcurrentStreams: 1000 }, maxSessionMemory: 256 },
    (request, response) => {
      if (serve(request, response)) return;
      // gRPC's word for a path that does not exist is a status, not 404.
      response.writeHead(200, {
        'content-type': 'application/grpc',
        'grpc-status': '12',
        'grpc-message': 'no such method',
      });
      response.end();
    },
  );
  server.on('session', (session) => {
    sessions.add(session);
    session.setLocalWindowSize(windowBytes);
    session.on('close', () => sessions.delete(session));
    session.on('error', (error) => logger.debug('grpc.session', { error: error.message }));
  });
  server.on('sessionError', (error) => logger.debug('grpc.session', { error: error.message }));
  return listen(server, address, {
    finish: () => {
      for (const session of sessions) session.close();
    },
    abandon: () => {
      for (const session of sessions) session.destroy();
    },
  });
}
