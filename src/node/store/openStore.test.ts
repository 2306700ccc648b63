import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isWalletInboxError } from '../../core/errors.ts';
import { openStore, type Store } from './openStore.ts';
import { maxPageBytes, pageRequestFrom, storableCursor } from './page.ts';

const groupId = Uint8Array.of(1);
const otherGroup = Uint8Array.of(2);
const nowNs = (): bigint => 5n;

let folder: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wallet-inbox-store-'));
  store = openStore(folder, nowNs);
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (group: Uint8Array, data: Uint8Array): Promise<boolean> =>
  store.write(({ stamp }) =>
    store.groupMessages.insert(
      { groupId: group, data, senderHmac: Uint8Array.of(9), shouldPush: true, isCommit: false },
      stamp,
    ),
  );

const page = (descending: boolean, cursor: bigint, limit = 100) => {
  const { items, nextCursor } = store.groupMessages.readPage(groupId, { descending, cursor, limit });
  return { ids: items.map(({ id }) => id), nextCursor };
};

describe('the store', () => {
  test('pages a topic in both directions with exclusive cursors; a full page gives a cursor', async () => {
    for (let index = 0; index < 5; index += 1) await put(groupId, Uint8Array.of(index));
    await put(otherGroup, Uint8Array.of(0));
    expect(page(false, 0n)).toEqual({ ids: [1n, 2n, 3n, 4n, 5n], nextCursor: 0n });
    expect(page(false, 0n, 2)).toEqual({ ids: [1n, 2n], nextCursor: 2n });
    expect(page(false, 2n, 2)).toEqual({ ids: [3n, 4n], nextCursor: 4n });
    expect(page(false, 4n, 2)).toEqual({ ids: [5n], nextCursor: 0n });
    expect(page(false, 5n, 2)).toEqual({ ids: [], nextCursor: 0n });
    expect(page(true, 0n, 2)).toEqual({ ids: [5n, 4n], nextCursor: 4n });
    expect(page(true, 4n, 5)).toEqual({ ids: [3n, 2n, 1n], nextCursor: 0n });
  });

  test('a page ends early when it would be too large for a client', async () => {
    const half = maxPageBytes / 2;
    for (let index = 0; index < 3; index += 1) await put(groupId, new Uint8Array(half).fill(index));
    expect(page(false, 0n)).toEqual({ ids: [1n, 2n], nextCursor: 2n });
    expect(page(false, 2n)).toEqual({ ids: [3n], nextCursor: 0n });
  });

  test('the same bytes in the same group are kept once', async () => {
    expect(await put(groupId, Uint8Array.of(1))).toBe(true);
    expect(await put(groupId, Uint8Array.of(1))).toBe(false);
    expect(await put(otherGroup, Uint8Array.of(1))).toBe(true);
    expect(page(false, 0n).ids).toEqual([1n]);
  });

  test('a reopened store has everything and goes on counting', async () => {
    await put(groupId, Uint8Array.of(1));
    store.close();
    store = openStore(folder, nowNs);
    await put(groupId, Uint8Array.of(2));
    const { items } = store.groupMessages.readPage(groupId, pageRequestFrom(undefined));
    expect(items.map(({ id, data, createdNs }) => [id, data[0], createdNs])).toEqual([
      [2n, 2, 6n],
      [1n, 1, 5n],
    ]);
    expect(items[0]).toMatchObject({
      groupId,
      senderHmac: Uint8Array.of(9),
      shouldPush: true,
      isCommit: false,
    });
  });

  test('a folder has one node at a time', () => {
    expect(() => openStore(folder, nowNs)).toThrow(
      expect.toSatisfy((error) => isWalletInboxError(error, 'LocalNode.DataUnavailable')),
    );
  });

  test('an identifier leads to the inbox that it joined last and still is in', async () => {
    const ann = { kind: 1, identifier: '0xa' };
    const [first, second] = ['a'.repeat(64), 'b'.repeat(64)];
    const { identity } = store;
    await store.write(({ stamp }) => identity.associate(first, ann, stamp().id));
    await store.write(({ stamp }) => identity.associate(second, ann, stamp().id));
    expect(identity.inboxOf(ann)).toBe(second);
    await store.write(({ stamp }) => identity.revoke(second, ann, stamp().id));
    expect(identity.inboxOf(ann)).toBe(first);
    await store.write(({ stamp }) => identity.associate(second, ann, stamp().id));
    expect(identity.inboxOf(ann)).toBe(second);
    expect(identity.inboxOf({ kind: 2, identifier: '0xa' })).toBeUndefined();
  });

  test('cursors beyond what SQLite can hold mean the end', () => {
    expect(storableCursor((1n << 64n) - 1n)).toBe((1n << 63n) - 1n);
    expect(page(false, storableCursor((1n << 64n) - 1n)).ids).toEqual([]);
  });
});
