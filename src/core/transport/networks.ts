import { WalletInboxError } from '../errors.ts';

/** The networks of XMTP V3 by name, and where each answers gRPC-web. */
const urls = {
  /** A node on this machine. */
  local: 'http://localhost:5557',
  dev: 'https://api.dev.xmtp.network:5558',
  production: 'https://api.production.xmtp.network:5558',
} as const;

export type NetworkName = keyof typeof urls;

export const networks: readonly NetworkName[] = ['local', 'dev', 'production'];

/** The gRPC-web address of a network's node, without a trailing slash. */
export const networkUrl = (name: NetworkName): string => urls[name];

const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Checks the address of a node that a person gave, and normalises it: no trailing slash. https, or http for this machine
 * alone: who may read or change the requests knows whom the person writes to, and when.
 *
 * @throws Node.InvalidUrl
 */
export const parseNodeUrl = (text: string): string => {
  const refuse = (shortMessage: string): never => {
    throw new WalletInboxError('Node.InvalidUrl', shortMessage);
  };
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return refuse('The address of the node is not a URL.');
  }
  const isLoopback = loopbackHosts.includes(url.hostname) || url.hostname.endsWith('.localhost');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    refuse('The address of the node must begin with https:// (http:// only for this machine).');
  }
  if (url.username !== '' || url.password !== '') refuse('The address of the node may not hold a password.');
  if (url.search !== '' || url.hash !== '') refuse('The address of the node may have neither ? nor #.');
  return url.origin + url.pathname.replace(/\/+$/, '');
};
