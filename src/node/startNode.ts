import { join } from 'node:path';
import { Code, ConnectError, createConnectRouter } from '@connectrpc/connect';
import { compressionGzip } from '@connectrpc/connect-node';
import type { Logger } from '../core/ports.ts';
import { isLoopbackAddress } from './limits/isLoopbackAddress.ts';
import {
  createRateLimitInterceptor,
  defaultRateLimits,
  type RateLimits,
} from './limits/rateLimitInterceptor.ts';
import { createErrorInterceptor } from './server/errorInterceptor.ts';
import { startGrpcServer } from './server/grpcServer.ts';
import { startWebServer } from './server/webServer.ts';
import { createRoutes } from './services/createRoutes.ts';
import type { DataLocation } from './store/openNodeDatabase.ts';
import { openStore } from './store/openStore.ts';
import { createTopicHub } from './topicHub.ts';
import { createFolderUploads } from './uploads/createFolderUploads.ts';
import { createMemoryUploads } from './uploads/createMemoryUploads.ts';
import { createUploadListener } from './uploads/createUploadListener.ts';
import { defaultUploadLimits, type UploadLimits } from './uploads/uploadLimits.ts';

/** How a node is set up; every field has a default. */
export interface NodeOptions {
  /** A directory for the database, or `:memory:` (the default). */
  readonly data?: DataLocation;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** 0, the default, takes a free port. */
  readonly grpcPort?: number;
  readonly webPort?: number;
  readonly logger?: Logger;
  readonly rateLimits?: RateLimits;
  /** The largest request, in bytes: 25 MiB, which is what official clients send at most. */
  readonly maxRequestBytes?: number;
  /** The endpoint for encrypted files, at `webUrl/uploads`. Without this it is there on a loopback host alone. */
  readonly uploads?: UploadLimits;
  /** Milliseconds since the epoch, which what is published is stamped with. Default: this machine's clock. */
  readonly nowMs?: () => number;
}

/** A running node. */
export interface RunningNode {
  /** gRPC over HTTP/2 without TLS. */
  readonly grpcUrl: string;
  /** gRPC-web over HTTP/1.1. */
  readonly webUrl: string;
  /** Ends streams with UNAVAILABLE, lets calls finish, writes everything and lets go of the data. */
  close(): Promise<void>;
}

const defaultMaxRequestBytes = 25 * 1024 * 1024;
const shutdownGraceMs = 2000;

/** A host that only this machine reaches. */
const isLoopbackHost = (host: string): boolean => host === 'localhost' || isLoopbackAddress(host);

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Starts the XMTP V3 network on one machine.
 *
 * @example
 * ```ts
 * const node = await startNode();
 * const client = await Client.create(signer, { env: 'local', apiUrl: node.grpcUrl });
 * await node.close();
 * ```
 * @throws WalletInboxError LocalNode.DataUnavailable, LocalNode.PortUnavailable
 */
export async function startNode(options: NodeOptions = {}): Promise<RunningNode> {
  const logger = options.logger ?? silent;
  const host = options.host ?? '127.0.0.1';
  const nowMs = options.nowMs ?? Date.now;
  const store = openStore(options.data ?? ':memory:', () => BigInt(nowMs()) * 1_000_000n);
  const shutdown = new AbortController();
  const routes = createRoutes({ store, hub: createTopicHub() });
  const shared = {
    connect: false,
    readMaxBytes: options.maxRequestBytes ?? defaultMaxRequestBytes,
    // Compressed requests are read; answers go out as they are, since ciphertext does not get smaller.
    acceptCompression: [compressionGzip],
    compressMinBytes: 0xffff_ffff,
    shutdownSignal: shutdown.signal,
    interceptors: [
      createErrorInterceptor(logger),
      createRateLimitInterceptor(options.rateLimits ?? defaultRateLimits, Date.now),
    ],
  };
  const grpcRouter = createConnectRouter({ ...shared, grpcWeb: false });
  const webRouter = createConnectRouter({ ...shared, grpc: false });
  routes(grpcRouter);
  routes(webRouter);
  const uploads = options.uploads ?? (isLoopbackHost(host) ? defaultUploadLimits : undefined);
  try {
    const serveUploads = uploads && createUploads(uploads, options.data ?? ':memory:', logger);
    const grpc = await startGrpcServer(grpcRouter, { host, port: options.grpcPort ?? 0 }, logger);
    try {
      const web = await startWebServer(webRouter, { host, port: options.webPort ?? 0 }, logger, serveUploads);
      logger.info('node.started', { grpcUrl: grpc.url, webUrl: web.url });
      let closing: Promise<void> | undefined;
      const close = async (): Promise<void> => {
        shutdown.abort(new ConnectError('the node is shutting down', Code.Unavailable));
        await Promise.all([grpc.close(shutdownGraceMs), web.close(shutdownGraceMs)]);
        store.close();
        logger.info('node.stopped');
      };
      return {
        grpcUrl: grpc.url,
        webUrl: web.url,
        close: () => {
          closing ??= close();
          return closing;
        },
      };
    } catch (error) {
      await grpc.close(0);
      throw error;
    }
  } catch (error) {
    store.close();
    throw error;
  }
}

function createUploads(limits: UploadLimits, data: DataLocation, logger: Logger) {
  if (limits.maxUploadBytes === 0) return undefined;
  const store =
    data === ':memory:'
      ? createMemoryUploads(limits.maxTotalBytes)
      : createFolderUploads(join(data, 'uploads'), limits.maxTotalBytes);
  return createUploadListener({ store, limits, nowMs: Date.now, logger });
}
