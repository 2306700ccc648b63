/**
 * Our client as the extension's worker composes it: IndexedDB with strict commits, sealed records, gRPC-web. It runs
 * on the page's own thread, which is what a service worker has too.
 */

import type { Client } from '../../src/core/client/client.ts';
import { isRegistered, openClient, registerClient } from '../../src/core/client/createClient.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { createSealer } from '../../src/core/crypto/sealer.ts';
import { openIdbDatabase } from '../../src/core/storage/idb/openIdbDatabase.ts';
import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';
import { signerFromPrivateKey } from '../../src/core/wallet/localSigner.ts';
import { createArrivals } from './arrivals.ts';

const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };
/** Any key will do: the vault's own work is not what is measured here. */
const dataKey = new Uint8Array(32).fill(7);

let client: Client;
const arrivals = createArrivals();

/** Texts of all conversations, counted page by page. */
async function countTexts(): Promise<number> {
  let texts = 0;
  for (const { conversationId } of await client.listConversations({ limit: 500 })) {
    for (let beforeNs: bigint | undefined; ; ) {
      const page = await client.listMessages(conversationId, {
        limit: 500,
        ...(beforeNs === undefined ? {} : { beforeNs }),
      });
      texts += page.filter((message) => message.kind === 'content').length;
      const oldest = page.at(-1);
      if (oldest === undefined) break;
      beforeNs = oldest.sentAtNs;
    }
  }
  return texts;
}

window.bench = {
  async open({ privateKey, webUrl, store }) {
    const database = await openIdbDatabase({ name: store, sealer: createSealer(dataKey, webRandom) });
    const ports = {
      node: createNodeApi({ baseUrl: webUrl }),
      database,
      clock: { nowMs: () => Date.now() },
      random: webRandom,
      logger,
    };
    client = (await isRegistered(database))
      ? await openClient(ports)
      : await registerClient(ports, signerFromPrivateKey(privateKey));
    client.on((event) => {
      if (event.kind === 'message' && event.isNew) arrivals.note(event.message.text);
    });
    return client.inboxId;
  },
  async syncAll() {
    const start = performance.now();
    await client.syncAll();
    const ms = performance.now() - start;
    return { ms, texts: await countTexts() };
  },
  async openDm(inboxId) {
    return (await client.openDm(inboxId)).conversationId;
  },
  async send(conversationId, text) {
    const start = performance.now();
    await (await client.sendText(conversationId, text)).sent;
    return performance.now() - start;
  },
  async startStream() {
    client.start();
    await new Promise<void>((resolve) => {
      const check = (): void => {
        if (client.connection.get().kind === 'live') resolve();
        else setTimeout(check, 20);
      };
      check();
    });
  },
  arrival: arrivals.arrival,
  close: () => client.close(),
};
