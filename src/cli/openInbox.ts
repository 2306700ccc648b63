import type { Client } from '../core/client/client.ts';
import { nodeUrl } from '../core/nodeClient/nodeUrl.ts';
import { openNodeClient } from '../core/nodeClient/openNodeClient.ts';
import { signerFromPrivateKey } from '../core/wallet/localSigner.ts';
import type { AccountOptions } from './commandLine.ts';
import { openStoreFolder } from './storeFolder.ts';

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
  // Before anything is made on the disk for it.
  signerFromPrivateKey(account.key);
  const folder = openStoreFolder(account.dataDir, env);
  const url = nodeUrl(account.node ?? folder.rememberedNode ?? 'local');
  const client = await openNodeClient({
    privateKey: account.key,
    databasePath: folder.databasePath,
    node: url,
    register,
  });
  if (register) folder.rememberNode(url);
  return client;
}
