import type { AddressInfo, Server } from 'node:net';
import { WalletInboxError } from '../../core/errors.ts';

/** A server that has its port. */
export interface Listening {
  /** `http://host:port`, reachable from this machine. */
  readonly url: string;
  /** Takes no more connections, lets calls end for `graceMs`, then cuts off what is left. */
  close(graceMs: number): Promise<void>;
}

/** How the connections of a server end: when idle, and at once. */
interface Connections {
  readonly finish: () => void;
  readonly abandon: () => void;
}

/** @throws WalletInboxError LocalNode.PortUnavailable */
export async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  connections: Connections,
): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: Error): void => {
      reject(
        new WalletInboxError('LocalNode.PortUnavailable', `${host}:${port} cannot be listened on.`, {
          details: { port },
          cause,
        }),
      );
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
  const { address, family, port: given } = server.address() as AddressInfo;
  return {
    url: `http://${urlHost(address, family)}:${given}`,
    close(graceMs) {
      return new Promise((resolve) => {
        const timer = setTimeout(connections.abandon, graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        connections.finish();
      });
    },
  };
}

/** An address that stands for all interfaces is no address to connect to. */
function urlHost(address: string, family: string): string {
  if (address === '0.0.0.0' || address === '::') return '127.0.0.1';
  return family === 'IPv6' ? `[${address}]` : address;
}
