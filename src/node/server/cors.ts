import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a browser client has to read of a response. */
const exposedHeaders =
  'grpc-status, grpc-message, grpc-status-details-bin, retry-after, subscribed, location';

/**
 * Any page may call the node, as it may the public network's: what is stored is signed and encrypted by clients,
 * and there are no cookies or accounts that a foreign page could abuse.
 */
export function allowAnyOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-expose-headers', exposedHeaders);
  if (request.method !== 'OPTIONS') return;
  response.setHeader('access-control-allow-methods', 'GET, HEAD, POST, PUT, OPTIONS');
  // Clients add headers of their own with every version, so whatever is asked for is allowed.
  response.setHeader(
    'access-control-allow-headers',
    request.headers['access-control-request-headers'] ?? 'content-type, x-grpc-web, x-user-agent',
  );
  // A page of the public web may reach a node on the loopback interface only when the node agrees.
  response.setHeader('access-control-allow-private-network', 'true');
  response.setHeader('access-control-max-age', '7200');
}
