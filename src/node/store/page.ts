import { create } from '@bufbuild/protobuf';
import { type PagingInfo, PagingInfoSchema, SortDirection } from '../../core/gen/mls/api/v1/mls_pb.js';

/** The largest page; a request for more, or for 0, gets this. */
export const maxPageSize = 100;

/**
 * A page ends early when its payloads reach this, since official clients refuse a response of more than 25 MiB.
 * The cursor then says that there is more.
 */
export const maxPageBytes = 16 * 1024 * 1024;

const maxSqliteInteger = (1n << 63n) - 1n;

/** A page to be read from one topic. */
export interface PageRequest {
  readonly descending: boolean;
  readonly limit: number;
  /** Exclusive; 0 from the end at which the direction begins. */
  readonly cursor: bigint;
}

/** Rows of a page and whether the topic may hold more. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Id of the last item where the page is full, otherwise 0. */
  readonly nextCursor: bigint;
}

/** No direction means descending, as at xmtp-node-go. */
export function pageRequestFrom(paging: PagingInfo | undefined): PageRequest {
  const limit = paging?.limit ?? 0;
  return {
    descending: paging?.direction !== SortDirection.ASCENDING,
    limit: limit > 0 && limit <= maxPageSize ? limit : maxPageSize,
    cursor: storableCursor(paging?.idCursor ?? 0n),
  };
}

/** The paging info that answers a request. */
export function pagingInfoOf(request: PageRequest, nextCursor: bigint): PagingInfo {
  return create(PagingInfoSchema, {
    direction: request.descending ? SortDirection.DESCENDING : SortDirection.ASCENDING,
    limit: request.limit,
    idCursor: nextCursor,
  });
}

/** A cursor is a uint64 on the wire and an int64 in SQLite; no id is larger than the latter. */
export function storableCursor(cursor: bigint): bigint {
  return cursor > maxSqliteInteger ? maxSqliteInteger : cursor;
}

/** Takes rows until the page is full by count or by bytes; at least one. */
export function collectPage<T extends { readonly id: bigint }>(
  rows: Iterable<T>,
  limit: number,
  sizeOf: (row: T) => number,
): Page<T> {
  const items: T[] = [];
  let bytes = 0;
  for (const row of rows) {
    items.push(row);
    bytes += sizeOf(row);
    if (items.length >= limit || bytes >= maxPageBytes) return { items, nextCursor: row.id };
  }
  return { items, nextCursor: 0n };
}
