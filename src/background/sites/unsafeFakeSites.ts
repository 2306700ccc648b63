/** For tests: a real store of sites over a database in memory and a client that only writes down. */

import { webRandom } from '../../core/crypto/random.ts';
import type { Clock, Database } from '../../core/ports.ts';
import { unsafeMemoryDatabase } from '../../core/storage/memory/unsafeMemoryDatabase.ts';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import { type FakeClient, unsafeFakeClient } from '../session/unsafeFakeClient.ts';
import { createSiteStore, type SiteStore } from './createSiteStore.ts';

export async function unsafeFakeSites(
  input: {
    readonly database?: Database;
    readonly client?: FakeClient;
    readonly clock?: Clock;
    readonly onChange?: (origin: string) => void;
  } = {},
): Promise<{ readonly store: SiteStore; readonly client: FakeClient; readonly database: Database }> {
  const database = input.database ?? unsafeMemoryDatabase();
  const client = input.client ?? unsafeFakeClient();
  const store = await createSiteStore({
    database,
    client,
    clock: input.clock ?? { nowMs: () => Date.now() },
    random: webRandom,
    logger,
    onChange: input.onChange ?? (() => undefined),
  });
  return { store, client, database };
}
