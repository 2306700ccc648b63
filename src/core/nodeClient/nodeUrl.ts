import { networks, networkUrl, parseNodeUrl } from '../transport/networks.ts';

/**
 * The gRPC-web URL of a node that is named by its URL or by its network (`local`, `dev`, `production`).
 *
 * @throws Node.InvalidUrl
 */
export function nodeUrl(given: string): string {
  const network = networks.find((name) => name === given);
  return network === undefined ? parseNodeUrl(given) : networkUrl(network);
}
