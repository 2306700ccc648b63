import type { NetworkChoice } from '../../bridge/network.ts';
import { networkUrl, parseNodeUrl } from '../../core/transport/networks.ts';

/** The gRPC-web URL of a chosen network. Throws `Node.InvalidUrl`. */
export function nodeUrlOf(choice: NetworkChoice): string {
  return choice.name === 'custom' ? parseNodeUrl(choice.url) : networkUrl(choice.name);
}
