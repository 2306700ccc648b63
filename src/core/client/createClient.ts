import type { Account } from '../conversation/account.ts';
import type { ClientPorts } from '../conversation/clientPorts.ts';
import { WalletInboxError } from '../errors.ts';
import type { Database, Signer } from '../ports.ts';
import { accountOf, readAccountRow } from './accountRow.ts';
import type { Client } from './client.ts';
import { createInboxClient } from './inboxClient.ts';
import { type RegisterOptions, registerAccount } from './registerAccount.ts';

/** Whether a store holds a finished registration, so that {@link openClient} will open it. */
export async function isRegistered(database: Database): Promise<boolean> {
  const stored = await readAccountRow(database);
  return stored?.row.state === 'registered' && stored.row.inboxId !== undefined;
}

/**
 * Opens the account of a store. Makes no call to the node; streams open with `start`.
 *
 * @throws Account.NotRegistered
 */
export async function openClient(ports: ClientPorts): Promise<Client> {
  const stored = await readAccountRow(ports.database);
  if (stored?.row.state !== 'registered' || stored.row.inboxId === undefined) {
    throw new WalletInboxError('Account.NotRegistered', 'This store holds no registered account.');
  }
  return createInboxClient(ports, accountOf(stored.row, stored.row.inboxId));
}

/**
 * Registers the signer's inbox in this store, or joins the one it has as a further installation, and opens it. Safe to
 * call again after a failure or a crash; a store that is registered already just opens.
 *
 * @throws Identity.InstallationLimit, Account.OtherAddress, Node.*
 * @example
 * ```ts
 * const client = await registerClient({ node, database, clock, random, logger }, signer);
 * client.start();
 * ```
 */
export async function registerClient(
  ports: ClientPorts,
  signer: Signer,
  options: RegisterOptions = {},
): Promise<Client> {
  const account: Account = await registerAccount(ports, signer, options);
  return createInboxClient(ports, account);
}
