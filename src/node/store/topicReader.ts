import type { DatabaseSync } from 'node:sqlite';
import { collectPage, type Page, type PageRequest } from './page.ts';

/** A row as node:sqlite gives it, integers as bigint. */
export type SqliteRow = Record<string, unknown>;

/** Reads pages of one topic of one table. */
export type TopicReader<T> = (topic: Uint8Array, request: PageRequest) => Page<T>;

/** Prepares the statements that page through a table by topic, both ways. */
export function createTopicReader<T extends { readonly id: bigint }>(
  database: DatabaseSync,
  names: { readonly table: string; readonly topicColumn: string },
  fromRow: (row: SqliteRow) => T,
  sizeOf: (item: T) => number,
): TopicReader<T> {
  const select = `SELECT * FROM ${names.table} WHERE ${names.topicColumn} = ?`;
  const ascending = database.prepare(`${select} AND id > ? ORDER BY id ASC LIMIT ?`);
  const newest = database.prepare(`${select} ORDER BY id DESC LIMIT ?`);
  const before = database.prepare(`${select} AND id < ? ORDER BY id DESC LIMIT ?`);

  return (topic, { descending, cursor, limit }) => {
    let rows: Iterable<SqliteRow>;
    if (!descending) rows = ascending.iterate(topic, cursor, limit);
    else if (cursor === 0n) rows = newest.iterate(topic, limit);
    else rows = before.iterate(topic, cursor, limit);
    return collectPage(mapRows(rows, fromRow), limit, sizeOf);
  };
}

function* mapRows<T>(rows: Iterable<SqliteRow>, fromRow: (row: SqliteRow) => T): Iterable<T> {
  for (const row of rows) yield fromRow(row);
}
