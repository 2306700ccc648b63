/** Inboxes that write the load. The same ones write to both sides, so that both have the same to do. */
import { registerClient } from '../../src/core/client/createClient.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { unsafeMemoryDatabase } from '../../src/core/storage/memory/unsafeMemoryDatabase.ts';
import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';
import { signerFromPrivateKey } from '../../src/core/wallet/localSigner.ts';

const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };

export interface Sender {
  /** Writes `count` texts into a DM with `inboxId` and waits until the node has them. */
  write(inboxId: string, count: number): Promise<void>;
  close(): Promise<void>;
}

export async function newSender(webUrl: string): Promise<Sender> {
  const client = await registerClient(
    {
      node: createNodeApi({ baseUrl: webUrl }),
      database: unsafeMemoryDatabase(),
      clock: { nowMs: () => Date.now() },
      random: webRandom,
      logger,
    },
    signerFromPrivateKey(webRandom.bytes(32)),
  );
  return {
    async write(inboxId, count) {
      const { conversationId } = await client.openDm(inboxId);
      for (let index = 0; index < count; index++) {
        const { sent } = await client.sendText(conversationId, `text ${index} of the load`);
        await sent;
      }
    },
    close: () => client.close(),
  };
}
