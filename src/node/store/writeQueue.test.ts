import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { schemaSql } from './schema.ts';
import { createWriteQueue, type Stamp, type WriteQueue } from './writeQueue.ts';

let database: DatabaseSync;
let queue: WriteQueue;
const frozen = (): bigint => 1000n;

beforeEach(() => {
  database = new DatabaseSync(':memory:', { readBigInts: true });
  database.exec(schemaSql);
  database.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)');
  queue = createWriteQueue(database, frozen);
});

afterEach(() => {
  database.close();
});

const note = (text: string): Promise<Stamp> =>
  queue.submit(({ stamp }) => {
    const given = stamp();
    database.prepare('INSERT INTO notes VALUES (?, ?)').run(given.id, text);
    return given;
  });

const notes = (): unknown[] =>
  database
    .prepare('SELECT text FROM notes ORDER BY id')
    .all()
    .map(({ text }) => text);

describe('the write queue', () => {
  test('ids and times rise strictly, also when the clock stands still', async () => {
    const stamps = await Promise.all(Array.from({ length: 20 }, (_, index) => note(String(index))));
    for (const [index, { id, createdNs }] of stamps.entries()) {
      expect(id).toBe(BigInt(index + 1));
      expect(createdNs).toBe(1000n + BigInt(index));
    }
    expect(notes()).toEqual(stamps.map((_, index) => String(index)));
  });

  test('ids go on where an earlier run stopped, also after the newest rows are gone', async () => {
    await note('a');
    await note('b');
    database.exec('DELETE FROM notes');
    queue = createWriteQueue(database, () => 1n);
    expect(await note('c')).toEqual({ id: 3n, createdNs: 1002n });
  });

  test('a job that fails undoes only itself', async () => {
    const effects: string[] = [];
    const first = note('first');
    const failing = queue.submit(({ stamp, afterCommit }) => {
      database.prepare('INSERT INTO notes VALUES (?, ?)').run(stamp().id, 'never');
      afterCommit(() => effects.push('never'));
      throw new Error('no');
    });
    const last = queue.submit(({ stamp, afterCommit }) => {
      database.prepare('INSERT INTO notes VALUES (?, ?)').run(stamp().id, 'last');
      afterCommit(() => effects.push(`last ${database.isTransaction}`));
    });
    await first;
    await expect(failing).rejects.toThrow('no');
    await last;
    expect(notes()).toEqual(['first', 'last']);
    expect(effects).toEqual(['last false']);
  });

  test('when the commit fails, all of its jobs fail and nothing is told to watchers', async () => {
    const effects: string[] = [];
    database.exec('CREATE TABLE parent (id INTEGER PRIMARY KEY)');
    database.exec('PRAGMA foreign_keys = ON');
    database.exec('CREATE TABLE child (id REFERENCES parent DEFERRABLE INITIALLY DEFERRED)');
    const innocent = queue.submit(({ afterCommit }) => afterCommit(() => effects.push('told')));
    const guilty = queue.submit(() => database.exec('INSERT INTO child VALUES (5)'));
    await expect(innocent).rejects.toThrow();
    await expect(guilty).rejects.toThrow();
    expect(effects).toEqual([]);
    await note('works again');
    expect(notes()).toEqual(['works again']);
  });

  test('closing writes what was submitted and refuses the rest', async () => {
    const pending = note('in time');
    queue.close();
    await pending;
    expect(notes()).toEqual(['in time']);
    await expect(note('late')).rejects.toThrow('closed');
  });
});
