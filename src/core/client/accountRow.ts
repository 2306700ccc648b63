import { bytesToHex } from '../bytes/hex.ts';
import type { Account } from '../conversation/account.ts';
import { ed25519PublicKey } from '../crypto/ed25519.ts';
import type { Database, Stored } from '../ports.ts';

/** The meta row `account`. Its keys are on the disk before anything that was signed with them is published. */
export interface AccountRow {
  readonly state: 'registering' | 'registered';
  readonly address: string;
  readonly installationSeed: Uint8Array;
  readonly hmacUserKey: Uint8Array;
  /** Known once the network was asked. */
  readonly inboxId?: string;
  /** Serialised IdentityUpdate that the wallet has signed and the node has not acknowledged. */
  readonly signedUpdate?: Uint8Array;
}

export interface StoredAccountRow {
  readonly row: AccountRow;
  readonly revision: number;
}

const accountKey = 'account';

export async function readAccountRow(database: Database): Promise<StoredAccountRow | undefined> {
  const stored: Stored<'meta'> | undefined = await database.get('meta', accountKey);
  // Only this file writes the row.
  return stored === undefined ? undefined : { row: stored.body as AccountRow, revision: stored.revision };
}

/** Writes the row if it still has `revision` (0: does not exist) and returns it with its new one. */
export async function writeAccountRow(
  database: Database,
  row: AccountRow,
  revision: number,
): Promise<StoredAccountRow> {
  await database.commit([
    { kind: 'expect', table: 'meta', key: accountKey, revision },
    { kind: 'put', table: 'meta', record: { key: accountKey, clear: {}, body: row } },
  ]);
  return { row, revision: revision + 1 };
}

export function accountOf(row: AccountRow, inboxId: string): Account {
  const installationKey = ed25519PublicKey(row.installationSeed);
  return {
    address: row.address,
    inboxId,
    installationId: bytesToHex(installationKey),
    installationKey,
    installationSeed: row.installationSeed,
    hmacUserKey: row.hmacUserKey,
  };
}
