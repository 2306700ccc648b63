import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { sha256 } from '../crypto/hash.ts';
import { type KeyPackageSecrets, keyPackageLookupKeys } from '../group/keyPackageSecrets.ts';
import { createXmtpKeyPackage } from '../group/xmtpKeyPackage.ts';
import type { Change } from '../ports.ts';
import type { TableRecord } from '../records.ts';
import { type Account, ownInstallation } from './account.ts';
import type { ClientPorts } from './clientPorts.ts';

interface Deps extends ClientPorts {
  readonly account: Account;
}

const dayMs = 86_400_000;
/** A used key package is replaced, but never later than this. */
const maxAgeMs = 30 * dayMs;
/** Somebody may have fetched a package just before it was replaced and write to us days later. */
const keepSupersededMs = 14 * dayMs;
/** A batch of welcomes is one reason to rotate, not many. */
const rotationDelayMs = 5_000;

const dueKey = 'keyPackageDue';

/**
 * Makes sure that the node holds our newest key package. Private parts are on the disk before the public part leaves;
 * one that was stored but never acknowledged (a crash) is uploaded instead of making another.
 */
export async function publishKeyPackage(
  deps: Deps,
  options: { readonly fresh?: boolean } = {},
): Promise<void> {
  const rows = await deps.database.list('keyPackages');
  const nowMs = deps.clock.nowMs();
  let pending: TableRecord<'keyPackages'> | undefined = rows.find((row) => !row.body.uploaded);
  if (pending === undefined) {
    const current = rows.find((row) => row.body.supersededMs === undefined);
    if (current !== undefined && options.fresh !== true) return;
    pending = await storeNewKeyPackage(deps, nowMs);
  }

  await deps.node.uploadKeyPackage(pending.body.secrets.keyPackage);

  const changes: Change[] = [
    {
      kind: 'put',
      table: 'keyPackages',
      record: { key: pending.key, clear: pending.clear, body: { ...pending.body, uploaded: true } },
    },
    { kind: 'delete', table: 'meta', key: dueKey },
  ];
  for (const row of rows) {
    if (row.key === pending.key) continue;
    const supersededMs = row.body.supersededMs ?? nowMs;
    if (nowMs - supersededMs > keepSupersededMs) {
      changes.push({ kind: 'delete', table: 'keyPackages', key: row.key });
    } else if (row.body.supersededMs === undefined) {
      const { key, clear, body } = row;
      changes.push({
        kind: 'put',
        table: 'keyPackages',
        record: { key, clear, body: { ...body, supersededMs } },
      });
    }
  }
  await deps.database.commit(changes);
}

async function storeNewKeyPackage(deps: Deps, nowMs: number): Promise<TableRecord<'keyPackages'>> {
  const secrets = createXmtpKeyPackage(ownInstallation(deps.account), nowMs, deps.random);
  const record = {
    key: secrets.refHex,
    clear: {
      initKeyHash: lookupHash(bytesToHex(secrets.initPublicKey)),
      wrapperKeyHash: lookupHash(bytesToHex(secrets.wrapperPublicKey)),
    },
    body: { secrets, createdMs: nowMs, uploaded: false },
  };
  await deps.database.commit([{ kind: 'put', table: 'keyPackages', record }]);
  return record;
}

/**
 * A welcome used our key package: a fresh one is due soon. A row, so that a crash does not forget it. One that is due
 * already is not put off: welcomes could come in for ever.
 */
export async function rotationDueChanges(deps: ClientPorts): Promise<readonly Change[]> {
  const due = await deps.database.get('meta', dueKey);
  if (due !== undefined) return [];
  const body = deps.clock.nowMs() + rotationDelayMs;
  return [{ kind: 'put', table: 'meta', record: { key: dueKey, clear: {}, body } }];
}

/** When the key package has to be replaced, in ms since the epoch. */
export async function rotationDueMs(deps: ClientPorts): Promise<number> {
  const [due, rows] = await Promise.all([
    deps.database.get('meta', dueKey),
    deps.database.list('keyPackages'),
  ]);
  const current = rows.find((row) => row.body.supersededMs === undefined && row.body.uploaded);
  const byAge = current === undefined ? 0 : current.body.createdMs + maxAgeMs;
  return typeof due?.body === 'number' ? Math.min(due.body, byAge) : byAge;
}

/** The private parts for a welcome that names `hpkePublicKey`. */
export async function findKeyPackage(
  deps: ClientPorts,
  hpkePublicKey: Uint8Array,
): Promise<KeyPackageSecrets | undefined> {
  const hash = lookupHash(bytesToHex(hpkePublicKey));
  for (const index of ['byWrapperKey', 'byInitKey']) {
    const rows = await deps.database.list('keyPackages', { index, equals: [hash], limit: 1 });
    const secrets = rows[0]?.body.secrets;
    if (secrets !== undefined && keyPackageLookupKeys(secrets).includes(bytesToHex(hpkePublicKey)))
      return secrets;
  }
  return undefined;
}

function lookupHash(publicKeyHex: string): string {
  return bytesToHex(sha256(hexToBytes(publicKeyHex)));
}
