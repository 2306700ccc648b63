import type { DatabaseSync } from 'node:sqlite';
import { contentHash } from './contentHash.ts';
import { createTopicReader, type SqliteRow, type TopicReader } from './topicReader.ts';
import type { Stamp } from './writeQueue.ts';

/** A stored group message. */
export interface StoredGroupMessage {
  readonly id: bigint;
  readonly createdNs: bigint;
  readonly groupId: Uint8Array;
  readonly data: Uint8Array;
  readonly senderHmac: Uint8Array;
  readonly shouldPush: boolean;
  /** Commits and proposals, as at xmtp-node-go: what a newcomer needs and what is never thinned out. */
  readonly isCommit: boolean;
}

export interface GroupMessageTable {
  /** False when the same bytes are in the group already. */
  insert(message: Omit<StoredGroupMessage, 'id' | 'createdNs'>, stamp: () => Stamp): boolean;
  readonly readPage: TopicReader<StoredGroupMessage>;
  newest(groupId: Uint8Array): StoredGroupMessage | undefined;
  /** As {@link newest}, without data and HMAC. */
  newestHeader(groupId: Uint8Array): StoredGroupMessage | undefined;
}

const empty = new Uint8Array();

export function createGroupMessageTable(database: DatabaseSync): GroupMessageTable {
  const known = database.prepare('SELECT 1 FROM group_messages WHERE content_hash = ?');
  const insert = database.prepare(
    `INSERT INTO group_messages (id, created_ns, group_id, content_hash, is_commit, should_push, sender_hmac, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const newest = database.prepare('SELECT * FROM group_messages WHERE group_id = ? ORDER BY id DESC LIMIT 1');
  const newestHeader = database.prepare(
    `SELECT id, created_ns, group_id, is_commit, should_push FROM group_messages
     WHERE group_id = ? ORDER BY id DESC LIMIT 1`,
  );
  return {
    insert(message, stamp) {
      const hash = contentHash(message.groupId, message.data);
      if (known.get(hash) !== undefined) return false;
      const { id, createdNs } = stamp();
      insert.run(
        id,
        createdNs,
        message.groupId,
        hash,
        message.isCommit ? 1 : 0,
        message.shouldPush ? 1 : 0,
        message.senderHmac,
        message.data,
      );
      return true;
    },
    readPage: createTopicReader(
      database,
      { table: 'group_messages', topicColumn: 'group_id' },
      fromRow,
      (message) => message.data.length,
    ),
    newest(groupId) {
      const row = newest.get(groupId);
      return row && fromRow(row);
    },
    newestHeader(groupId) {
      const row = newestHeader.get(groupId);
      return row && fromRow(row);
    },
  };
}

function fromRow(row: SqliteRow): StoredGroupMessage {
  return {
    id: row.id as bigint,
    createdNs: row.created_ns as bigint,
    groupId: row.group_id as Uint8Array,
    data: (row.data as Uint8Array | undefined) ?? empty,
    senderHmac: (row.sender_hmac as Uint8Array | undefined) ?? empty,
    shouldPush: row.should_push === 1n,
    isCommit: row.is_commit === 1n,
  };
}
