import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import { type ConnectRouter, createContextValues } from '@connectrpc/connect';
import type { UniversalHandler } from '@connectrpc/connect/protocol';
import { universalRequestFromNodeRequest } from '@connectrpc/connect-node';
import type { Logger } from '../../core/ports.ts';
import { clientAddress } from '../limits/clientAddress.ts';
import { headerSender } from './sendHeaders.ts';
import { type NodeResponse, writeHeaders, writeResponse } from './writeResponse.ts';

/**
 * Serves the router's procedures by path. Answers false, and touches nothing, when the path is none of them.
 * (The adapter of Connect for Node is not used because it has no way to send a stream's headers early.)
 */
export function createRpcListener(
  router: ConnectRouter,
  logger: Logger,
): (request: IncomingMessage | Http2ServerRequest, response: NodeResponse) => boolean {
  const handlers = new Map<string, UniversalHandler>();
  for (const handler of router.handlers) handlers.set(handler.requestPath, handler);

  async function serve(
    handler: UniversalHandler,
    request: IncomingMessage | Http2ServerRequest,
    response: NodeResponse,
  ): Promise<void> {
    const context = createContextValues()
      .set(clientAddress, request.socket.remoteAddress ?? '')
      .set(headerSender, (headers) => writeHeaders(response, 200, headers));
    const universal = await handler(universalRequestFromNodeRequest(request, response, undefined, context));
    await writeResponse(universal, response);
  }

  return (request, response) => {
    const handler = handlers.get(request.url?.split('?', 1)[0] ?? '');
    if (handler === undefined) return false;
    serve(handler, request, response).catch((error: unknown) => {
      // The client went away or the connection broke; the handler saw its signal abort.
      logger.debug('rpc.aborted', {
        method: handler.method.name,
        error: error instanceof Error ? error.message : 'not an error',
      });
      response.destroy();
    });
    return true;
  };
}
