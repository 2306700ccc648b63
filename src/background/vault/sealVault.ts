/** The cryptography of the vault: password -> scrypt -> wraps a random data key -> seals the account's secret. */
import type { NetworkView } from '../../bridge/network.ts';
import { base64ToBytes, bytesToBase64 } from '../../core/bytes/base64.ts';
import { bytesToHex } from '../../core/bytes/hex.ts';
import { deriveScryptKey, type ScryptParameters } from '../../core/crypto/scrypt.ts';
import { createSealer } from '../../core/crypto/sealer.ts';
import { isWalletInboxError, WalletInboxError } from '../../core/errors.ts';
import type { Random } from '../../core/ports.ts';
import { type AccountSecret, decodeSecret, encodeSecret } from './accountSecret.ts';
import type { VaultRecord } from './vaultRecord.ts';

/** 128 MiB and 0.8 s in a worker: what a person waits for once and an attacker for each guess. */
const scryptParameters: ScryptParameters = { N: 2 ** 17, r: 8, p: 1 };

const dataKeyLength = 32;
const saltLength = 32;

/**
 * A new vault around `secret`.
 *
 * @returns the record for the disk and the 32-byte data key for memory
 */
export async function sealVault(
  input: {
    readonly secret: AccountSecret;
    readonly password: string;
    readonly network: NetworkView;
    readonly nowMs: number;
    readonly parameters?: ScryptParameters;
  },
  random: Random,
): Promise<{ readonly record: VaultRecord; readonly dataKey: Uint8Array }> {
  const { N, r, p } = input.parameters ?? scryptParameters;
  const header = {
    version: 1 as const,
    accountId: bytesToHex(random.bytes(16)),
    network: input.network,
    createdAtMs: input.nowMs,
    kdf: { name: 'scrypt' as const, N, r, p, salt: bytesToBase64(random.bytes(saltLength)) },
  };
  const dataKey = random.bytes(dataKeyLength);
  const wrapper = createSealer(await passwordKey(input.password, header.kdf), random);
  return {
    dataKey,
    record: {
      ...header,
      wrappedDataKey: bytesToBase64(wrapper.seal(dataKey, headerBytes(header, 'data key'))),
      sealedSecret: bytesToBase64(
        createSealer(dataKey, random).seal(encodeSecret(input.secret), headerBytes(header, 'secret')),
      ),
    },
  };
}

/** The data key. Throws `Vault.WrongPassword`, also when the record was changed: the two look the same. */
export async function openVault(record: VaultRecord, password: string, random: Random): Promise<Uint8Array> {
  const wrapper = createSealer(await passwordKey(password, record.kdf), random);
  try {
    return wrapper.open(base64ToBytes(record.wrappedDataKey), headerBytes(record, 'data key'));
  } catch (cause) {
    if (!isWalletInboxError(cause, 'Crypto.OpenFailed')) throw cause;
    throw new WalletInboxError('Vault.WrongPassword', 'That password does not open this inbox.');
  }
}

/** The phrase or key of an open vault. Throws `Vault.Corrupt`. */
export function openSecret(record: VaultRecord, dataKey: Uint8Array, random: Random): AccountSecret {
  try {
    const bytes = createSealer(dataKey, random).open(
      base64ToBytes(record.sealedSecret),
      headerBytes(record, 'secret'),
    );
    const secret = decodeSecret(bytes);
    if (secret !== undefined) return secret;
  } catch (cause) {
    if (!isWalletInboxError(cause, 'Crypto.OpenFailed')) throw cause;
  }
  throw new WalletInboxError('Vault.Corrupt', 'The stored account is damaged.');
}

function passwordKey(password: string, kdf: VaultRecord['kdf']): Promise<Uint8Array> {
  // NFKC: the same password typed on another keyboard is the same bytes.
  const utf8 = new TextEncoder().encode(password.normalize('NFKC'));
  return deriveScryptKey(utf8, base64ToBytes(kdf.salt), kdf, dataKeyLength);
}

/** Binds a seal to its purpose and to all that lies in clear beside it: a changed node URL must not open. */
function headerBytes(
  header: Omit<VaultRecord, 'wrappedDataKey' | 'sealedSecret'>,
  purpose: 'data key' | 'secret',
): Uint8Array {
  const { version, accountId, network, createdAtMs, kdf } = header;
  return new TextEncoder().encode(
    JSON.stringify([
      `wallet-inbox vault ${purpose}`,
      version,
      accountId,
      network.name,
      network.url,
      createdAtMs,
      kdf.N,
      kdf.r,
      kdf.p,
      kdf.salt,
    ]),
  );
}
