import { bytesToHex } from '../bytes/hex.ts';
import { WalletInboxError } from '../errors.ts';
import type { GroupState } from '../mls/groupState.ts';
import type { PlainValue } from '../mls/plainValue.ts';
import { changedParts, joinGroupState } from '../mls/splitGroupState.ts';
import type { Change, Database, Stored } from '../ports.ts';
import type { GroupBody } from '../records.ts';

/** A group as of one commit of the store: its row, its cursor and its MLS state belong together. */
export interface LoadedGroup {
  readonly groupId: string;
  readonly row: Stored<'groups'>;
  readonly head: Stored<'groupHeads'>;
  readonly state: GroupState;
}

/** What a commit makes of a group. */
export interface GroupUpdate {
  readonly body: GroupBody;
  readonly clear: { readonly conversationId: string; readonly dmHash: string };
  readonly cursor: bigint;
  readonly lastFailure?: string | undefined;
  readonly state: GroupState;
}

/** The changes to commit, and the group as it stands once they are committed. */
export interface GroupWrite {
  readonly changes: readonly Change[];
  readonly after: LoadedGroup;
}

export interface GroupStore {
  load(groupId: string): Promise<LoadedGroup | undefined>;
  /** To be called after the commit of `GroupWrite.changes` has succeeded. */
  remember(group: LoadedGroup): void;
  forget(groupId: string): void;
}

/** How many decoded groups are kept in memory. The store is the truth; this only spares decoding. */
const cachedGroups = 128;

export function createGroupStore(database: Database): GroupStore {
  const cache = new Map<string, LoadedGroup>();

  const remember = (group: LoadedGroup): void => {
    cache.delete(group.groupId);
    cache.set(group.groupId, group);
    if (cache.size > cachedGroups) {
      const oldest = cache.keys().next().value;
      if (oldest !== undefined) cache.delete(oldest);
    }
  };

  return {
    remember,
    forget: (groupId) => void cache.delete(groupId),
    async load(groupId) {
      const cached = cache.get(groupId);
      if (cached !== undefined) return cached;
      const loaded = await readGroup(database, groupId);
      if (loaded !== undefined) remember(loaded);
      return loaded;
    },
  };
}

async function readGroup(database: Database, groupId: string): Promise<LoadedGroup | undefined> {
  // Another process may commit between these reads: the head is read first and last, and must not have moved.
  for (;;) {
    const head = await database.get('groupHeads', groupId);
    const [row, parts] = await Promise.all([
      database.get('groups', groupId),
      database.list('mlsParts', { index: 'byGroup', equals: [groupId] }),
    ]);
    if (row === undefined || head === undefined) return undefined;
    const headAfter = await database.get('groupHeads', groupId);
    if (headAfter?.revision !== head.revision) continue;
    const named = new Map(parts.map((part) => [part.key.slice(groupId.length + 1), part.body as PlainValue]));
    return { groupId, row, head, state: joinGroupState(named) };
  }
}

/**
 * The changes that turn `before` (absent: nothing) into `update`, guarded by the head's revision. When the head has
 * moved since `before` was read, the commit fails with Storage.Conflict and everything has to be computed again.
 */
export function writeGroup(before: LoadedGroup | undefined, update: GroupUpdate): GroupWrite {
  const groupId = before?.groupId ?? bytesToHex(update.state.groupContext.groupId);
  if (groupId !== bytesToHex(update.state.groupContext.groupId)) {
    throw new WalletInboxError('Mls.InvalidState', 'A group was replaced by another one.');
  }
  const { cursor, lastFailure } = update;
  const head = {
    cursor,
    epoch: update.state.groupContext.epoch,
    ...(lastFailure === undefined ? {} : { lastFailure }),
  };
  const changes: Change[] = [
    { kind: 'expect', table: 'groupHeads', key: groupId, revision: before?.head.revision ?? 0 },
    { kind: 'put', table: 'groupHeads', record: { key: groupId, clear: {}, body: head } },
  ];

  const rowChanged = before === undefined || before.row.body !== update.body;
  if (rowChanged) {
    changes.push(
      { kind: 'expect', table: 'groups', key: groupId, revision: before?.row.revision ?? 0 },
      { kind: 'put', table: 'groups', record: { key: groupId, clear: update.clear, body: update.body } },
    );
  }

  const parts = changedParts(before?.state, update.state);
  for (const name of parts.remove) {
    changes.push({ kind: 'delete', table: 'mlsParts', key: `${groupId}/${name}` });
  }
  for (const [name, body] of parts.put) {
    changes.push({
      kind: 'put',
      table: 'mlsParts',
      record: { key: `${groupId}/${name}`, clear: { groupId }, body },
    });
  }

  return {
    changes,
    after: {
      groupId,
      head: { key: groupId, clear: {}, body: head, revision: (before?.head.revision ?? 0) + 1 },
      row: {
        key: groupId,
        clear: update.clear,
        body: update.body,
        revision: (before?.row.revision ?? 0) + (rowChanged ? 1 : 0),
      },
      state: update.state,
    },
  };
}

/** As {@link writeGroup}, for a change of the MLS state alone. */
export function writeGroupState(before: LoadedGroup, state: GroupState): GroupWrite {
  const { body, clear } = before.row;
  const { cursor, lastFailure } = before.head.body;
  return writeGroup(before, { body, clear, cursor, lastFailure, state });
}
