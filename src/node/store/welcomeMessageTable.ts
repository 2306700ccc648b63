import type { DatabaseSync } from 'node:sqlite';
import { contentHash } from './contentHash.ts';
import { createTopicReader, type SqliteRow, type TopicReader } from './topicReader.ts';
import type { Stamp } from './writeQueue.ts';

/** A stored welcome, or a pointer to one. */
export interface StoredWelcomeMessage {
  readonly id: bigint;
  readonly createdNs: bigint;
  readonly installationKey: Uint8Array;
  readonly isPointer: boolean;
  /** The encrypted welcome or the encrypted pointer. */
  readonly data: Uint8Array;
  readonly hpkePublicKey: Uint8Array;
  readonly wrapperAlgorithm: number;
  /** Empty for pointers. */
  readonly metadata: Uint8Array;
}

export interface WelcomeMessageTable {
  /** False when the same bytes are in the topic already. */
  insert(message: Omit<StoredWelcomeMessage, 'id' | 'createdNs'>, stamp: () => Stamp): boolean;
  readonly readPage: TopicReader<StoredWelcomeMessage>;
}

export function createWelcomeMessageTable(database: DatabaseSync): WelcomeMessageTable {
  const known = database.prepare('SELECT 1 FROM welcome_messages WHERE content_hash = ?');
  const insert = database.prepare(
    `INSERT INTO welcome_messages
       (id, created_ns, installation_key, content_hash, is_pointer, wrapper_algorithm, hpke_public_key, metadata, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    insert(message, stamp) {
      const hash = contentHash(message.installationKey, message.data);
      if (known.get(hash) !== undefined) return false;
      const { id, createdNs } = stamp();
      insert.run(
        id,
        createdNs,
        message.installationKey,
        hash,
        message.isPointer ? 1 : 0,
        message.wrapperAlgorithm,
        message.hpkePublicKey,
        message.metadata,
        message.data,
      );
      return true;
    },
    readPage: createTopicReader(
      database,
      { table: 'welcome_messages', topicColumn: 'installation_key' },
      fromRow,
      (message) => message.data.length + message.hpkePublicKey.length,
    ),
  };
}

function fromRow(row: SqliteRow): StoredWelcomeMessage {
  return {
    id: row.id as bigint,
    createdNs: row.created_ns as bigint,
    installationKey: row.installation_key as Uint8Array,
    isPointer: row.is_pointer === 1n,
    data: row.data as Uint8Array,
    hpkePublicKey: row.hpke_public_key as Uint8Array,
    wrapperAlgorithm: Number(row.wrapper_algorithm),
    metadata: row.metadata as Uint8Array,
  };
}
