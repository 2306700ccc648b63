/** The official browser SDK with a persistent OPFS database, in its own worker as it always is. */
import { Client, type ClientOptions } from '@xmtp/browser-sdk';
import { hexToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { createArrivals } from './arrivals.ts';

type SdkClient = Awaited<ReturnType<typeof Client.create>>;

const everyConsent = [0, 1, 2] as never[];
let client: SdkClient;
const arrivals = createArrivals();

async function conversation(id: string) {
  const found = await client.conversations.getConversationById(id);
  if (found === undefined) throw new Error(`no conversation ${id}`);
  return found;
}

window.bench = {
  async open({ privateKey, webUrl, store }) {
    const account = privateKeyToAccount(privateKey);
    const options: ClientOptions = {
      env: 'local',
      apiUrl: webUrl,
      historySyncUrl: null,
      // Ours does no device sync yet either: without it the SDK has less to do.
      disableDeviceSync: true,
      dbPath: store,
    };
    client = (await Client.create(
      {
        type: 'EOA',
        getIdentifier: () => ({ identifier: account.address.toLowerCase(), identifierKind: 0 }),
        signMessage: async (message) => hexToBytes(await account.signMessage({ message })),
      },
      options,
    )) as SdkClient;
    return client.inboxId ?? '';
  },
  async syncAll() {
    const start = performance.now();
    await client.conversations.syncAll(everyConsent);
    const ms = performance.now() - start;
    let texts = 0;
    for (const each of await client.conversations.list()) {
      const messages = await each.messages();
      texts += messages.filter((message) => typeof message.content === 'string').length;
    }
    return { ms, texts };
  },
  async openDm(inboxId) {
    return (await client.conversations.createDm(inboxId)).id;
  },
  async send(conversationId, text) {
    const dm = await conversation(conversationId);
    const start = performance.now();
    await dm.sendText(text);
    return performance.now() - start;
  },
  async startStream() {
    await client.conversations.streamAllMessages({
      consentStates: everyConsent,
      onValue(message) {
        if (typeof message.content === 'string') arrivals.note(message.content);
      },
    });
  },
  arrival: arrivals.arrival,
  async close() {
    client.close();
  },
};
