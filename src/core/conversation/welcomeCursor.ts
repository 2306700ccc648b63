import type { Change, Database } from '../ports.ts';

const cursorKey = 'welcomeCursor';

/** How far our welcome topic has been processed. */
export interface WelcomeCursor {
  readonly cursor: bigint;
  readonly revision: number;
}

export async function readWelcomeCursor(database: Database): Promise<WelcomeCursor> {
  const stored = await database.get('meta', cursorKey);
  const cursor = typeof stored?.body === 'bigint' ? stored.body : 0n;
  return { cursor, revision: stored?.revision ?? 0 };
}

/** Moves the cursor, unless another process has moved it since. */
export function welcomeCursorChanges(before: WelcomeCursor, cursor: bigint): Change[] {
  return [
    { kind: 'expect', table: 'meta', key: cursorKey, revision: before.revision },
    { kind: 'put', table: 'meta', record: { key: cursorKey, clear: {}, body: cursor } },
  ];
}
