/**
 * The node's tables. Every id comes from one sequence (the `sequence` row), so that ids of all kinds tell the
 * order in which the node accepted things. `content_hash` makes a repeated send of the same bytes a no-op.
 */
export const schemaVersion = 1;

export const schemaSql = `
CREATE TABLE sequence (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  last_id INTEGER NOT NULL,
  last_ns INTEGER NOT NULL
) STRICT;
INSERT INTO sequence VALUES (1, 0, 0);

CREATE TABLE group_messages (
  id INTEGER PRIMARY KEY,
  created_ns INTEGER NOT NULL,
  group_id BLOB NOT NULL,
  content_hash BLOB NOT NULL UNIQUE,
  is_commit INTEGER NOT NULL,
  should_push INTEGER NOT NULL,
  sender_hmac BLOB NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX group_messages_by_topic ON group_messages (group_id, id);

CREATE TABLE welcome_messages (
  id INTEGER PRIMARY KEY,
  created_ns INTEGER NOT NULL,
  installation_key BLOB NOT NULL,
  content_hash BLOB NOT NULL UNIQUE,
  is_pointer INTEGER NOT NULL,
  wrapper_algorithm INTEGER NOT NULL,
  hpke_public_key BLOB NOT NULL,
  metadata BLOB NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX welcome_messages_by_topic ON welcome_messages (installation_key, id);

CREATE TABLE key_packages (
  installation_key BLOB PRIMARY KEY,
  id INTEGER NOT NULL,
  created_ns INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE identity_updates (
  id INTEGER PRIMARY KEY,
  created_ns INTEGER NOT NULL,
  inbox_id TEXT NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX identity_updates_by_inbox ON identity_updates (inbox_id, id);

CREATE TABLE identifiers (
  kind INTEGER NOT NULL,
  identifier TEXT NOT NULL,
  association_id INTEGER NOT NULL,
  revocation_id INTEGER,
  inbox_id TEXT NOT NULL,
  PRIMARY KEY (kind, identifier, association_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE commit_log (
  id INTEGER PRIMARY KEY,
  created_ns INTEGER NOT NULL,
  group_id BLOB NOT NULL,
  entry BLOB NOT NULL,
  signature BLOB NOT NULL
) STRICT;
CREATE INDEX commit_log_by_group ON commit_log (group_id, id);
`;
