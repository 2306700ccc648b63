import type { DatabaseSync } from 'node:sqlite';
import type { Stamp } from './writeQueue.ts';

/** One entry of an inbox's log; `data` is a serialised IdentityUpdate. */
export interface StoredIdentityUpdate {
  readonly id: bigint;
  readonly createdNs: bigint;
  readonly data: Uint8Array;
}

/** An address or passkey, as `GetInboxIds` names it. */
export interface Identifier {
  /** `IdentifierKind`: 1 Ethereum, 2 passkey. */
  readonly kind: number;
  readonly identifier: string;
}

export interface IdentityTable {
  append(inboxId: string, data: Uint8Array, stamp: Stamp): void;
  associate(inboxId: string, identifier: Identifier, associationId: bigint): void;
  /** Marks the newest association of the two as ended. */
  revoke(inboxId: string, identifier: Identifier, revocationId: bigint): void;
  log(inboxId: string, afterId: bigint): readonly StoredIdentityUpdate[];
  /** The inbox that the identifier joined last, among those it was not revoked from. */
  inboxOf(identifier: Identifier): string | undefined;
}

export function createIdentityTable(database: DatabaseSync): IdentityTable {
  const append = database.prepare(
    'INSERT INTO identity_updates (id, created_ns, inbox_id, data) VALUES (?, ?, ?, ?)',
  );
  const log = database.prepare(
    'SELECT id, created_ns, data FROM identity_updates WHERE inbox_id = ? AND id > ? ORDER BY id',
  );
  const associate = database.prepare(
    'INSERT INTO identifiers (kind, identifier, association_id, inbox_id) VALUES (?, ?, ?, ?)',
  );
  const revoke = database.prepare(
    `UPDATE identifiers SET revocation_id = ?1
     WHERE kind = ?2 AND identifier = ?3 AND inbox_id = ?4 AND association_id = (
       SELECT max(association_id) FROM identifiers WHERE kind = ?2 AND identifier = ?3 AND inbox_id = ?4)`,
  );
  const inboxOf = database.prepare(
    `SELECT inbox_id FROM identifiers WHERE kind = ? AND identifier = ? AND revocation_id IS NULL
     ORDER BY association_id DESC LIMIT 1`,
  );
  return {
    append(inboxId, data, { id, createdNs }) {
      append.run(id, createdNs, inboxId, data);
    },
    associate(inboxId, { kind, identifier }, associationId) {
      associate.run(kind, identifier, associationId, inboxId);
    },
    revoke(inboxId, { kind, identifier }, revocationId) {
      revoke.run(revocationId, kind, identifier, inboxId);
    },
    log(inboxId, afterId) {
      return log.all(inboxId, afterId).map((row) => ({
        id: row.id as bigint,
        createdNs: row.created_ns as bigint,
        data: row.data as Uint8Array,
      }));
    },
    inboxOf({ kind, identifier }) {
      return inboxOf.get(kind, identifier)?.inbox_id as string | undefined;
    },
  };
}
