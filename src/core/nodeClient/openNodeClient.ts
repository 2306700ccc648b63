import { hexToBytes } from '../bytes/hex.ts';
import type { Client } from '../client/client.ts';
import { openClient, registerClient } from '../client/createClient.ts';
import { webRandom } from '../crypto/random.ts';
import { createSealer } from '../crypto/sealer.ts';
import { isWalletInboxError, WalletInboxError } from '../errors.ts';
import type { Database, Logger } from '../ports.ts';
import { openSqliteDatabase } from '../storage/sqlite/openSqliteDatabase.ts';
import { createNodeApi } from '../transport/createNodeApi.ts';
import { signerFromPrivateKey } from '../wallet/localSigner.ts';
import { nodeUrl } from './nodeUrl.ts';
import { storeKey } from './storeKey.ts';

export type { Client, ClientEvent, Conversation, Message } from '../client/client.ts';
export type { MessageContent, RemoteAttachment } from '../content/messageContent.ts';
export type { Notification } from '../content/notificationRules.ts';

export interface NodeClientOptions {
  /** Private key of the wallet: 64 hex digits, with or without 0x. The store is sealed under a key derived from it. */
  readonly privateKey: string;
  /** File of the store, made when there is none; its folder must exist. One process at a time. */
  readonly databasePath: string;
  /** gRPC-web URL of the node, or `local`, `dev`, `production`. */
  readonly node: string;
  /**
   * Whether a store without an account becomes an installation of the wallet's inbox, which is made when there is none.
   * Default true; otherwise that is Account.NotRegistered.
   */
  readonly register?: boolean;
  /** Default: silent. */
  readonly logger?: Logger;
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * A client in Node: SQLite for the store, gRPC-web to the node, a wallet whose key is at hand. Keep the file: each new
 * store is a further installation, and the network allows an inbox ten.
 *
 * @throws Wallet.InvalidKey, Node.*, Account.NotRegistered, Account.OtherAddress, Identity.InstallationLimit, Storage.*
 * @example
 * ```ts
 * import { openNodeClient } from 'wallet-inbox/client/node';
 *
 * const client = await openNodeClient({
 *   privateKey: process.env.SENDER_KEY ?? '',
 *   databasePath: 'sender.db',
 *   node: 'production',
 * });
 * await client.syncAll();
 * const { conversationId } = await client.openDm(peer);
 * const { sent } = await client.sendNotification(conversationId, {
 *   type: 'orders',
 *   title: 'Order 1042 is on its way',
 *   body: 'Two parcels, on Monday.',
 * });
 * await sent;
 * await client.close();
 * ```
 */
export async function openNodeClient(options: NodeClientOptions): Promise<Client> {
  const { register = true, logger = silent } = options;
  const signer = signerFromPrivateKey(options.privateKey);
  const node = createNodeApi({ baseUrl: nodeUrl(options.node) });
  const database = await openStore(options);
  const ports = { node, database, clock: { nowMs: () => Date.now() }, random: webRandom, logger };
  try {
    return register ? await registerClient(ports, signer) : await openClient(ports);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openStore({ databasePath, privateKey }: NodeClientOptions): Promise<Database> {
  const sealer = createSealer(storeKey(hexToBytes(privateKey.trim())), webRandom);
  try {
    return await openSqliteDatabase({ path: databasePath, sealer });
  } catch (cause) {
    if (!isWalletInboxError(cause, 'Storage.Corrupt')) throw cause;
    // Another wallet's key gives another store key, and that is by far the likelier reason.
    throw new WalletInboxError(
      'Account.OtherAddress',
      'This store belongs to another wallet, or is damaged.',
      { cause },
    );
  }
}
