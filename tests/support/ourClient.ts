/** Our core client in Node over a real node: what a program or the CLI would compose. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client, ClientEvent, Message } from '../../src/core/client/client.ts';
import { registerClient } from '../../src/core/client/createClient.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { createSealer } from '../../src/core/crypto/sealer.ts';
import type { Logger } from '../../src/core/ports.ts';
import { openSqliteDatabase } from '../../src/core/storage/sqlite/openSqliteDatabase.ts';
import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';
import { signerFromPrivateKey } from '../../src/core/wallet/localSigner.ts';

export interface OurClientOptions {
  readonly webUrl: string;
  readonly privateKey?: Uint8Array;
  /** Reopen a store: the `dataDir` and `dataKey` of an earlier client. */
  readonly dataDir?: string;
  readonly dataKey?: Uint8Array;
  /** How often a call is tried; by default as in the product. */
  readonly maxAttempts?: number;
}

export interface OurClient {
  readonly client: Client;
  readonly privateKey: Uint8Array;
  readonly dataDir: string;
  readonly dataKey: Uint8Array;
  /** Every event since the client was opened. */
  readonly events: readonly ClientEvent[];
  /** The first message, stored or to come as an event, for which `test` holds. */
  waitForMessage(test: (message: Message) => boolean, timeoutMs?: number): Promise<Message>;
  /** Closes the client; `keep` leaves the store for a later one. */
  close(options?: { readonly keep?: boolean }): Promise<void>;
}

const print = (level: string) => (event: string, facts?: object) => {
  if (process.env.OUR_LOG !== undefined) console.log(level, event, facts ?? '');
};
const logger: Logger = {
  debug: print('debug'),
  info: print('info'),
  warn: print('warn'),
  error: print('error'),
};

/** Registers (or reopens) an inbox. Streams are closed until `client.start()`. */
export async function ourClient(options: OurClientOptions): Promise<OurClient> {
  const privateKey = options.privateKey ?? new Uint8Array(randomBytes(32));
  const dataKey = options.dataKey ?? new Uint8Array(randomBytes(32));
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'wallet-inbox-client-'));
  const database = await openSqliteDatabase({
    path: join(dataDir, 'inbox.db'),
    sealer: createSealer(dataKey, webRandom),
  });
  const client = await registerClient(
    {
      node: createNodeApi({
        baseUrl: options.webUrl,
        ...(options.maxAttempts !== undefined && { retry: { maxAttempts: options.maxAttempts } }),
      }),
      database,
      clock: { nowMs: () => Date.now() },
      random: webRandom,
      logger,
    },
    signerFromPrivateKey(privateKey),
  );
  const events: ClientEvent[] = [];
  const listeners = new Set<(event: ClientEvent) => void>();
  client.on((event) => {
    events.push(event);
    for (const tell of [...listeners]) tell(event);
  });
  return {
    client,
    privateKey,
    dataDir,
    dataKey,
    events,
    waitForMessage: (test, timeoutMs = 30_000) =>
      new Promise((resolve, reject) => {
        const check = (event: ClientEvent) => {
          if (event.kind !== 'message' || !test(event.message)) return false;
          clearTimeout(timer);
          listeners.delete(check);
          resolve(event.message);
          return true;
        };
        const timer = setTimeout(() => {
          listeners.delete(check);
          reject(new Error(`no such message in ${timeoutMs} ms`));
        }, timeoutMs);
        if (!events.some(check)) listeners.add(check);
      }),
    async close({ keep = false } = {}) {
      await client.close();
      if (!keep) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
