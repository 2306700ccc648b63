import { hexToBytes } from '../core/bytes/hex.ts';
import type { Client } from '../core/client/client.ts';
import { openClient, registerClient } from '../core/client/createClient.ts';
import { webRandom } from '../core/crypto/random.ts';
import { createSealer } from '../core/crypto/sealer.ts';
import { isWalletInboxError, WalletInboxError } from '../core/errors.ts';
import type { Database, Logger } from '../core/ports.ts';
import { openSqliteDatabase } from '../core/storage/sqlite/openSqliteDatabase.ts';
import { createNodeApi } from '../core/transport/createNodeApi.ts';
import { networks, networkUrl, parseNodeUrl } from '../core/transport/networks.ts';
import { signerFromPrivateKey } from '../core/wallet/localSigner.ts';
import type { AccountOptions } from './commandLine.ts';
import { dataKey } from './dataKey.ts';
import { openStoreFolder } from './storeFolder.ts';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

function nodeUrl(given: string): string {
  const network = networks.find((name) => name === given);
  return network === undefined ? parseNodeUrl(given) : networkUrl(network);
}

async function openStore(path: string, key: string): Promise<Database> {
  const sealer = createSealer(dataKey(hexToBytes(key.trim())), webRandom);
  try {
    return await openSqliteDatabase({ path, sealer });
  } catch (cause) {
    if (!isWalletInboxError(cause, 'Storage.Corrupt')) throw cause;
    // Another wallet's key gives another data key, and that is by far the likelier reason.
    throw new WalletInboxError(
      'Account.OtherAddress',
      'The store in this folder belongs to another wallet, or is damaged.',
      { cause },
    );
  }
}

/**
 * The client of a command: opens the store in `dataDir` under a key derived from the wallet's.
 *
 * @param register make or join the inbox when the store has none; otherwise that is Account.NotRegistered
 */
export async function openInbox(
  account: AccountOptions,
  env: Readonly<Record<string, string | undefined>>,
  register: boolean,
): Promise<Client> {
  const signer = signerFromPrivateKey(account.key);
  const folder = openStoreFolder(account.dataDir, env);
  const url = nodeUrl(account.node ?? folder.rememberedNode ?? 'local');
  const database = await openStore(folder.databasePath, account.key);
  const ports = {
    node: createNodeApi({ baseUrl: url }),
    database,
    clock: { nowMs: () => Date.now() },
    random: webRandom,
    logger: silent,
  };
  try {
    const client = register ? await registerClient(ports, signer) : await openClient(ports);
    if (register) folder.rememberNode(url);
    return client;
  } catch (error) {
    await database.close();
    throw error;
  }
}
