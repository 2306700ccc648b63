import { readWelcomeCursor } from '../conversation/welcomeCursor.ts';
import { WalletInboxError } from '../errors.ts';
import type { Database } from '../ports.ts';
import { accountOf, readAccountRow } from './accountRow.ts';

/** What can be watched without keys: where to listen and from which id, for a worker that is locked. */
export interface WatchPoints {
  readonly installationKey: Uint8Array;
  readonly welcomeCursor: bigint;
  /** Groups of conversations that are neither denied nor muted for good. */
  readonly groups: readonly { readonly groupId: string; readonly cursor: bigint }[];
}

/** @throws Account.NotRegistered */
export async function watchPoints(database: Database): Promise<WatchPoints> {
  const stored = await readAccountRow(database);
  if (stored?.row.inboxId === undefined) {
    throw new WalletInboxError('Account.NotRegistered', 'This store holds no registered account.');
  }
  const { installationKey } = accountOf(stored.row, stored.row.inboxId);
  const [{ cursor }, groups, heads, conversations] = await Promise.all([
    readWelcomeCursor(database),
    database.list('groups'),
    database.list('groupHeads'),
    database.list('conversations'),
  ]);
  const cursors = new Map(heads.map(({ key, body }) => [key, body.cursor]));
  // One that is muted for a time is watched: whoever is locked could not be told when that time is over.
  const silent = new Set(
    conversations
      .filter(({ body }) => body.consent === 'denied' || body.isMuted === true)
      .map(({ key }) => key),
  );
  return {
    installationKey,
    welcomeCursor: cursor,
    groups: groups
      .filter(
        ({ body, clear }) =>
          body.isActive && clear.conversationId !== '' && !silent.has(clear.conversationId),
      )
      .map(({ key }) => ({ groupId: key, cursor: cursors.get(key) ?? 0n })),
  };
}
