/** Puts a client together for an open vault: its store in IndexedDB, its node, and the account's signature if needed. */
import { isRegistered, openClient, registerClient } from '../../core/client/createClient.ts';
import { watchPoints } from '../../core/client/watchPoints.ts';
import { webRandom } from '../../core/crypto/random.ts';
import { createSealer } from '../../core/crypto/sealer.ts';
import type { Clock, Logger, NodeApi } from '../../core/ports.ts';
import { openIdbDatabase } from '../../core/storage/idb/openIdbDatabase.ts';
import { createUploadRows } from '../attachments/createUploadRows.ts';
import { createSiteStore } from '../sites/createSiteStore.ts';
import type { Withdrawals } from '../sites/createWithdrawals.ts';
import { type AccountSecret, type SignerOfWallet, signerOfSecret } from '../vault/accountSecret.ts';
import type { OpenVault } from '../vault/createVault.ts';
import { storeNameOf } from './accountStores.ts';
import type { OpenedInbox } from './openedInbox.ts';

export async function openInboxClient(
  vault: OpenVault,
  deps: {
    readonly secretOf: (vault: OpenVault) => AccountSecret;
    readonly signerOfWallet: SignerOfWallet;
    readonly connect: (nodeUrl: string) => NodeApi;
    /** The browser closed the store by itself. */
    readonly onStoreClosed: () => void;
    /** A site's grants changed, on the disk. */
    readonly onSiteChange: (origin: string) => void;
    /** What sites gave up while the store was closed. */
    readonly withdrawals: Withdrawals;
    readonly clock: Clock;
    readonly logger: Logger;
  },
): Promise<OpenedInbox> {
  const { clock, logger } = deps;
  const database = await openIdbDatabase({
    name: storeNameOf(vault.record.accountId),
    sealer: createSealer(vault.dataKey, webRandom),
    onClosed: deps.onStoreClosed,
  });
  try {
    const node = deps.connect(vault.record.network.url);
    const ports = { node, database, clock, random: webRandom, logger };
    const client = (await isRegistered(database))
      ? await openClient(ports)
      : await registerClient(ports, await signerOfSecret(deps.secretOf(vault), deps.signerOfWallet));
    const sites = await createSiteStore({
      database,
      client,
      clock,
      random: webRandom,
      logger,
      onChange: deps.onSiteChange,
    });
    await deps.withdrawals.apply(sites);
    return {
      client,
      sites,
      uploadRows: createUploadRows(database),
      watchPoints: () => watchPoints(database),
      countMessages: () => database.count('messages'),
      close: () => client.close(),
    };
  } catch (error) {
    await database.close().catch(() => undefined);
    throw error;
  }
}
