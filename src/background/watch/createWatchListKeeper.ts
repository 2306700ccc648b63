/** Keeps the watch list up to date while the vault is open: the browser may be closed, and so lock, at any time. */

import { bytesToHex } from '../../core/bytes/hex.ts';
import type { WatchPoints } from '../../core/client/watchPoints.ts';
import type { Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { StorageArea } from '../platform/storageArea.ts';
import type { VaultRecord } from '../vault/vaultRecord.ts';
import { type WatchList, watchListKey } from './watchList.ts';

export interface WatchListKeeper {
  /** Writes it soon, once for many calls. */
  schedule(): void;
  /** Writes it now. A failure is logged: a locked worker then watches from an older point. */
  flush(): Promise<void>;
  /** Deletes it. */
  clear(): Promise<void>;
}

export function createWatchListKeeper(deps: {
  readonly local: StorageArea;
  /** Undefined while nothing is open. */
  readonly read: () => Promise<{ readonly record: VaultRecord; readonly points: WatchPoints } | undefined>;
  readonly delayMs: number;
  readonly logger: Logger;
}): WatchListKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    try {
      const current = await deps.read();
      if (current === undefined) return;
      await deps.local.set(watchListKey, toWatchList(current.record, current.points));
    } catch (error) {
      deps.logger.warn('watch.listNotWritten', errorFacts(error));
    }
  };

  return {
    schedule() {
      timer ??= setTimeout(flush, deps.delayMs);
    },
    flush,
    async clear() {
      clearTimeout(timer);
      timer = undefined;
      await deps.local.remove(watchListKey);
    },
  };
}

function toWatchList(record: VaultRecord, points: WatchPoints): WatchList {
  return {
    version: 1,
    accountId: record.accountId,
    nodeUrl: record.network.url,
    installationKey: bytesToHex(points.installationKey),
    welcomeCursor: points.welcomeCursor.toString(),
    groups: points.groups.map(({ groupId, cursor }): [string, string] => [groupId, cursor.toString()]),
  };
}
