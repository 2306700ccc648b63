/** What sites gave up while the store was closed: kept until it is open, so that "done" was true when it was said. */
import * as v from 'valibot';
import { originField } from '../../bridge/siteView.ts';
import { inboxIdField } from '../../bridge/wireFields.ts';
import { createMutex } from '../platform/createMutex.ts';
import type { StorageArea } from '../platform/storageArea.ts';
import type { SiteStore } from './createSiteStore.ts';

const withdrawalsKey = 'sites.withdrawals';

/** More than this and the oldest are forgotten: any page may cause a row. */
const maxWithdrawals = 500;

const rowsSchema = v.array(v.strictObject({ origin: originField, sender: v.exactOptional(inboxIdField) }));

export interface Withdrawals {
  /** Without a sender: all of the origin's grants. */
  add(withdrawal: { readonly origin: string; readonly sender?: string }): Promise<void>;
  /** Does what waits. */
  apply(store: SiteStore): Promise<void>;
}

export function createWithdrawals(local: StorageArea): Withdrawals {
  const exclusive = createMutex();
  const read = async () => {
    const stored = v.safeParse(rowsSchema, await local.get(withdrawalsKey));
    return stored.success ? stored.output : [];
  };
  return {
    add: (withdrawal) =>
      exclusive(async () => {
        const rows = await read();
        const isKnown = rows.some(
          ({ origin, sender }) => origin === withdrawal.origin && sender === withdrawal.sender,
        );
        if (!isKnown) await local.set(withdrawalsKey, [...rows, withdrawal].slice(-maxWithdrawals));
      }),
    apply: (store) =>
      exclusive(async () => {
        for (const { origin, sender } of await read()) {
          if (sender === undefined) await store.revoke(origin);
          else await unsubscribe(store, origin, sender);
        }
        await local.remove(withdrawalsKey);
      }),
  };
}

/** Ends what an origin has with a sender; nothing to end is no error. */
export async function unsubscribe(store: SiteStore, origin: string, sender: string): Promise<void> {
  const found = store.site(origin)?.subscriptions.find(({ senderInboxId }) => senderInboxId === sender);
  if (found?.isActive === true) await store.setSubscribed(found.grantId, false);
}
