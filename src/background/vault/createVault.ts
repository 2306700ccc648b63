/** The vault's state: its record on the disk, its data key in memory that dies with the browser, and nowhere else. */
import * as v from 'valibot';
import { minPasswordLength } from '../../bridge/channels/vaultChannels.ts';
import type { NetworkView } from '../../bridge/network.ts';
import { base64ToBytes, bytesToBase64 } from '../../core/bytes/base64.ts';
import type { ScryptParameters } from '../../core/crypto/scrypt.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Clock, Random } from '../../core/ports.ts';
import type { StorageArea } from '../platform/storageArea.ts';
import type { AccountSecret } from './accountSecret.ts';
import { openSecret, openVault, sealVault } from './sealVault.ts';
import { type VaultRecord, vaultRecordSchema } from './vaultRecord.ts';

const recordKey = 'vault.record';
const dataKeyKey = 'vault.dataKey';

const sessionKeySchema = v.strictObject({
  accountId: v.string(),
  dataKey: v.pipe(v.string(), v.maxLength(64), v.base64()),
});

/** An unlocked vault. `dataKey` is 32 bytes. */
export interface OpenVault {
  readonly record: VaultRecord;
  readonly dataKey: Uint8Array;
}

export interface Vault {
  /** The record on the disk. Throws `Vault.Corrupt`. */
  read(): Promise<VaultRecord | undefined>;
  /** The open vault that an earlier life of the worker left in memory. */
  restore(): Promise<OpenVault | undefined>;
  /** Seals a new vault and leaves it open. Nothing is on the disk before `keep`. */
  prepare(input: {
    readonly secret: AccountSecret;
    readonly password: string;
    readonly network: NetworkView;
  }): Promise<OpenVault>;
  /** Writes what `prepare` made. */
  keep(vault: OpenVault): Promise<void>;
  /** Throws `Vault.Missing`, `Vault.WrongPassword`, `Vault.Corrupt`. */
  unlock(password: string): Promise<OpenVault>;
  /** Forgets the data key. */
  lock(): Promise<void>;
  secretOf(vault: OpenVault): AccountSecret;
  /** Deletes the record for good. */
  destroy(): Promise<void>;
}

export interface VaultDeps {
  readonly local: StorageArea;
  readonly session: StorageArea;
  readonly random: Random;
  readonly clock: Clock;
  /** Lighter ones make tests bearable; stored with the record either way. */
  readonly parameters?: ScryptParameters;
}

export function createVault({ local, session, random, clock, parameters }: VaultDeps): Vault {
  const read = async () => {
    const stored = await local.get(recordKey);
    if (stored === undefined) return undefined;
    const result = v.safeParse(vaultRecordSchema, stored);
    if (!result.success) throw new WalletInboxError('Vault.Corrupt', 'The stored account is damaged.');
    return result.output;
  };

  const remember = ({ record, dataKey }: OpenVault) =>
    session.set(dataKeyKey, { accountId: record.accountId, dataKey: bytesToBase64(dataKey) });

  return {
    read,
    async restore() {
      const held = v.safeParse(sessionKeySchema, await session.get(dataKeyKey));
      if (!held.success) return undefined;
      const record = await read();
      if (record === undefined || record.accountId !== held.output.accountId) return undefined;
      return { record, dataKey: base64ToBytes(held.output.dataKey) };
    },
    async prepare({ secret, password, network }) {
      if ((await read()) !== undefined) {
        throw new WalletInboxError('Vault.Exists', 'There is an account in this browser already.');
      }
      if (password.length < minPasswordLength) {
        throw new WalletInboxError(
          'Vault.WeakPassword',
          `A password needs at least ${minPasswordLength} characters.`,
        );
      }
      const input = { secret, password, network, nowMs: clock.nowMs() };
      return sealVault(parameters === undefined ? input : { ...input, parameters }, random);
    },
    async keep(vault) {
      await local.set(recordKey, vault.record);
      await remember(vault);
    },
    async unlock(password) {
      const record = await read();
      if (record === undefined) {
        throw new WalletInboxError('Vault.Missing', 'There is no account in this browser.');
      }
      const vault = { record, dataKey: await openVault(record, password, random) };
      await remember(vault);
      return vault;
    },
    lock: () => session.remove(dataKeyKey),
    secretOf: ({ record, dataKey }) => openSecret(record, dataKey, random),
    async destroy() {
      await session.remove(dataKeyKey);
      await local.remove(recordKey);
    },
  };
}
