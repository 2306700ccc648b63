import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { webRandom } from '../../crypto/random.ts';
import { createSealer } from '../../crypto/sealer.ts';
import type { Change } from '../../ports.ts';
import { contractSealer } from '../contract/contractKit.ts';
import { databaseContract } from '../databaseContract.ts';
import { destroySqliteDatabase } from './destroySqliteDatabase.ts';
import { openSqliteDatabase } from './openSqliteDatabase.ts';

const folder = mkdtempSync(join(tmpdir(), 'wallet-inbox-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sealer = contractSealer(1);
const put = (key: string, body: unknown): Change => ({
  kind: 'put',
  table: 'meta',
  record: { key, clear: {}, body },
});

describe('Database over SQLite', () => {
  const cases = databaseContract({
    open: (place, options) => openSqliteDatabase({ path: join(folder, `${place}.db`), ...options }),
    isPersistent: true,
  });
  for (const { name, run } of cases) test(name, run);
});

test('ranges use their index and sort nothing', async () => {
  const path = join(folder, 'plan.db');
  const db = await openSqliteDatabase({ path, sealer });
  await db.close();
  const raw = new DatabaseSync(path);
  const plan = raw
    .prepare(
      `EXPLAIN QUERY PLAN SELECT key, body FROM "t_messages"
       WHERE "c_conversationId" = ? AND "c_order" < ? AND "c_conversationId" IS NOT NULL AND "c_order" IS NOT NULL
       ORDER BY "c_conversationId" DESC, "c_order" DESC, key DESC LIMIT ?`,
    )
    .all('c', 'o', 50)
    .map((row) => String(row.detail));
  raw.close();
  expect(plan.join('; ')).toContain('USING INDEX i_messages_byConversation');
  expect(plan.join('; ')).not.toContain('TEMP B-TREE');
});

test('no body lies in clear in the file or its WAL', async () => {
  const path = join(folder, 'canary.db');
  const db = await openSqliteDatabase({ path, sealer: createSealer(new Uint8Array(32).fill(3), webRandom) });
  const canary = 'the canary sings at dawn';
  for (let at = 0; at < 50; at += 1) await db.commit([put(`k${at}`, { text: canary, at })]);
  const files = [path, `${path}-wal`];
  for (const file of files) {
    const bytes = readFileSync(file);
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytes.includes(canary)).toBe(false);
    expect(statSync(file).mode & 0o077).toBe(0);
  }
  // The search itself works: a key is found.
  expect(readFileSync(`${path}-wal`).includes('k49')).toBe(true);
  expect((await db.get('meta', 'k7'))?.body).toEqual({ text: canary, at: 7 });
  await db.close();
  await destroySqliteDatabase(path);
  for (const file of files) expect(existsSync(file)).toBe(false);
});

test('a lock that another connection holds ends in a code, and the database goes on after it', async () => {
  const path = join(folder, 'locked.db');
  const db = await openSqliteDatabase({ path, sealer, busyTimeoutMs: 20 });
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  await expect(db.commit([put('a', 1)])).rejects.toMatchObject({
    code: 'Storage.Unavailable',
    retryable: true,
  });
  await expect(openSqliteDatabase({ path, sealer, busyTimeoutMs: 20 })).rejects.toMatchObject({
    code: 'Storage.Unavailable',
  });
  other.exec('ROLLBACK');
  other.close();
  await db.commit([put('a', 2)]);
  expect((await db.get('meta', 'a'))?.body).toBe(2);
  await db.close();
});

test('a file that is no database, or cannot be made, is a coded error', async () => {
  const path = join(folder, 'text.db');
  writeFileSync(path, 'this is no database, whatever its name may say. '.repeat(100));
  await expect(openSqliteDatabase({ path, sealer })).rejects.toMatchObject({ code: 'Storage.Corrupt' });
  await expect(openSqliteDatabase({ path: join(folder, 'none', 'x.db'), sealer })).rejects.toMatchObject({
    code: 'Storage.Unavailable',
  });
  await expect(openSqliteDatabase({ path: folder, sealer })).rejects.toMatchObject({
    code: 'Storage.Unavailable',
  });
});

test('a body moved to another key does not open', async () => {
  const path = join(folder, 'moved.db');
  const db = await openSqliteDatabase({ path, sealer: createSealer(new Uint8Array(32), webRandom) });
  await db.commit([put('a', 'one'), put('b', 'two')]);
  const raw = new DatabaseSync(path);
  raw.exec(`UPDATE t_meta SET body = (SELECT body FROM t_meta WHERE key = 'a') WHERE key = 'b'`);
  raw.close();
  await expect(db.get('meta', 'b')).rejects.toMatchObject({ code: 'Storage.Corrupt' });
  expect((await db.get('meta', 'a'))?.body).toBe('one');
  await db.close();
});

/** Commits pairs of records for ever and says after each commit which one it was. */
const writer = `
  const [module, path] = process.argv.slice(1);
  const { openSqliteDatabase } = await import(module);
  const sealer = { seal: (bytes) => bytes.slice(), open: (bytes) => bytes.slice() };
  const db = await openSqliteDatabase({ path, sealer });
  for (let at = 1; ; at += 1) {
    const put = (key, body) => ({ kind: 'put', table: 'meta', record: { key, clear: {}, body } });
    await db.commit([put('left', at), put('row' + at, 'x'.repeat(3000)), put('right', at)]);
    process.stdout.write(at + '\\n');
  }`;

test('what was acknowledged survives SIGKILL, and nothing is there by half', async () => {
  const path = join(folder, 'killed.db');
  const module = new URL('openSqliteDatabase.ts', import.meta.url).href;
  const plain = { seal: (bytes: Uint8Array) => bytes.slice(), open: (bytes: Uint8Array) => bytes.slice() };
  let acknowledged = 0;
  for (const stopAt of [3, 40, 117]) {
    const args = ['--input-type=module', '-e', writer, module, path];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
    let seen = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      seen += 1;
      acknowledged = Number(line);
      if (seen === stopAt) child.kill('SIGKILL');
    }
    expect(await ended).toBe('SIGKILL');
    const db = await openSqliteDatabase({ path, sealer: plain });
    const [left, right] = await db.getMany('meta', ['left', 'right']);
    expect(left?.body).toBe(right?.body);
    expect(left?.body).toBeGreaterThanOrEqual(acknowledged);
    for (let at = 1; at <= Number(left?.body); at += 1) {
      expect((await db.get('meta', `row${at}`))?.body).toHaveLength(3000);
    }
    expect(await db.get('meta', `row${Number(left?.body) + 1}`)).toBeUndefined();
    await db.close();
    await destroySqliteDatabase(path);
  }
}, 60_000);
