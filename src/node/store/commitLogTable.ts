import type { DatabaseSync } from 'node:sqlite';
import { createTopicReader, type TopicReader } from './topicReader.ts';
import type { Stamp } from './writeQueue.ts';

/** A commit-log entry (XIP-68). The node keeps what members say of a commit; judging it is theirs. */
export interface StoredCommitLogEntry {
  readonly id: bigint;
  readonly entry: Uint8Array;
  /** A serialised RecoverableEd25519Signature. */
  readonly signature: Uint8Array;
}

export interface CommitLogTable {
  append(groupId: Uint8Array, entry: Omit<StoredCommitLogEntry, 'id'>, stamp: Stamp): void;
  readonly readPage: TopicReader<StoredCommitLogEntry>;
}

export function createCommitLogTable(database: DatabaseSync): CommitLogTable {
  const append = database.prepare(
    'INSERT INTO commit_log (id, created_ns, group_id, entry, signature) VALUES (?, ?, ?, ?, ?)',
  );
  return {
    append(groupId, { entry, signature }, { id, createdNs }) {
      append.run(id, createdNs, groupId, entry, signature);
    },
    readPage: createTopicReader(
      database,
      { table: 'commit_log', topicColumn: 'group_id' },
      (row) => ({
        id: row.id as bigint,
        entry: row.entry as Uint8Array,
        signature: row.signature as Uint8Array,
      }),
      (item) => item.entry.length,
    ),
  };
}
