import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { bytesToHex } from '../bytes/hex.ts';
import type { Account } from '../conversation/account.ts';
import type { ClientPorts } from '../conversation/clientPorts.ts';
import { publishKeyPackage } from '../conversation/keyPackages.ts';
import { isWalletInboxError, WalletInboxError } from '../errors.ts';
import { type IdentityUpdate, IdentityUpdateSchema } from '../gen/identity/associations/association_pb.js';
import { addInstallationUpdate, createInboxUpdate } from '../identity/buildIdentityUpdate.ts';
import { emptyIdentityLog, extendIdentityLog, identityStateAt } from '../identity/identityLog.ts';
import { hasInstallation, type IdentityState, installationKeysOf } from '../identity/identityState.ts';
import { defaultInboxNonce, generateInboxId } from '../identity/inboxId.ts';
import type { Signer } from '../ports.ts';
import { accountOf, readAccountRow, type StoredAccountRow, writeAccountRow } from './accountRow.ts';

/** What the network allows an inbox (xmtp_configuration). */
const maxInstallations = 10;

export interface RegisterOptions {
  /** Of a new inbox; one address can have several. Default 1, as the official SDKs choose. */
  readonly nonce?: bigint;
}

/**
 * Makes this store an installation of the signer's inbox: of the one that the address has, or of a new one. Each step
 * is on the disk before the next one leaves a trace outside, so a crash anywhere is resumed by calling again; the
 * wallet is asked once.
 *
 * Order: keys stored, log read, wallet signs, key package uploaded, identity update published (as libxmtp does).
 */
export async function registerAccount(
  ports: ClientPorts,
  signer: Signer,
  options: RegisterOptions = {},
): Promise<Account> {
  let stored = await readOrCreateRow(ports, signer);
  if (stored.row.state === 'registered' && stored.row.inboxId !== undefined) {
    return accountOf(stored.row, stored.row.inboxId);
  }

  const nonce = options.nonce ?? defaultInboxNonce;
  const known = (await ports.node.getInboxIds([signer.address])).get(signer.address);
  const inboxId = known ?? generateInboxId(signer.address, nonce);
  const account = accountOf(stored.row, inboxId);

  const state = known === undefined ? undefined : await readState(ports, known);
  const installations = state === undefined ? [] : installationKeysOf(state).map(bytesToHex);
  const isListed = installations.includes(account.installationId);
  if (!isListed) {
    if (installations.length >= maxInstallations) {
      throw new WalletInboxError(
        'Identity.InstallationLimit',
        `This inbox already has ${installations.length} installations; one has to be revoked first.`,
        { details: { inboxId, installations: installations.length } },
      );
    }
    if (stored.row.signedUpdate === undefined || stored.row.inboxId !== inboxId) {
      const update = await signUpdate(ports, signer, account, known === undefined ? nonce : undefined);
      stored = await writeAccountRow(
        ports.database,
        { ...stored.row, inboxId, signedUpdate: toBinary(IdentityUpdateSchema, update) },
        stored.revision,
      );
    }
  }

  await publishKeyPackage({ ...ports, account });
  if (!isListed) stored = await publishUpdate(ports, stored, account);

  const { signedUpdate: _, ...row } = stored.row;
  await writeAccountRow(ports.database, { ...row, inboxId, state: 'registered' }, stored.revision);
  return account;
}

async function readOrCreateRow(ports: ClientPorts, signer: Signer): Promise<StoredAccountRow> {
  const stored = await readAccountRow(ports.database);
  if (stored === undefined) {
    return await writeAccountRow(
      ports.database,
      {
        state: 'registering',
        address: signer.address,
        installationSeed: ports.random.bytes(32),
        hmacUserKey: ports.random.bytes(42),
      },
      0,
    );
  }
  if (stored.row.address !== signer.address) {
    throw new WalletInboxError('Account.OtherAddress', 'This store belongs to another address.');
  }
  return stored;
}

async function readState(ports: ClientPorts, inboxId: string): Promise<IdentityState | undefined> {
  const answer = await ports.node.getIdentityUpdates([{ inboxId, afterSequenceId: 0n }]);
  const log = await extendIdentityLog(emptyIdentityLog(inboxId), answer.get(inboxId) ?? []);
  const found = identityStateAt(log);
  return found.kind === 'found' ? found.state : undefined;
}

/** `nonce`: of the inbox to create; absent to join one that exists. */
async function signUpdate(
  ports: ClientPorts,
  signer: Signer,
  account: Account,
  nonce: bigint | undefined,
): Promise<IdentityUpdate> {
  const installation = { publicKey: account.installationKey, seed: account.installationSeed };
  const nowNs = BigInt(ports.clock.nowMs()) * 1_000_000n;
  if (nonce !== undefined) return (await createInboxUpdate({ signer, nonce, installation, nowNs })).update;
  return await addInstallationUpdate({ signer, inboxId: account.inboxId, installation, nowNs });
}

async function publishUpdate(
  ports: ClientPorts,
  stored: StoredAccountRow,
  account: Account,
): Promise<StoredAccountRow> {
  const { signedUpdate, ...row } = stored.row;
  if (signedUpdate === undefined) return stored;
  try {
    await ports.node.publishIdentityUpdate(fromBinary(IdentityUpdateSchema, signedUpdate));
    return stored;
  } catch (error) {
    if (!isWalletInboxError(error, 'Node.Refused')) throw error;
    // An attempt whose answer was lost may have been stored: then the log has it, and a second one is refused.
    const state = await readState(ports, account.inboxId);
    if (state !== undefined && hasInstallation(state, account.installationKey)) return stored;
    // The inbox changed since the wallet signed: the next call reads and signs afresh.
    await writeAccountRow(ports.database, row, stored.revision);
    throw error;
  }
}
