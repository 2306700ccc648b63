import type { DatabaseSync } from 'node:sqlite';

/** What the node stamps on everything that it accepts. */
export interface Stamp {
  /** From the one sequence: larger than every id given before. */
  readonly id: bigint;
  /** Unix time in nanoseconds, larger than every time given before. */
  readonly createdNs: bigint;
}

/** What a write job may use while its transaction is open. */
export interface WriteScope {
  stamp(): Stamp;
  /** Runs `effect` after the transaction is on the disk, and not at all if it fails. */
  afterCommit(effect: () => void): void;
}

/** The only way to write. */
export interface WriteQueue {
  /** Resolves when the job's changes are on the disk; a job that throws changes nothing. Jobs are synchronous. */
  submit<T>(job: (scope: WriteScope) => T): Promise<T>;
  /** Writes what was submitted, then refuses more. */
  close(): void;
}

interface QueuedJob {
  run(scope: WriteScope): void;
  settle(failure: unknown): void;
}

const noFailure = Symbol('none');

/**
 * Jobs that were submitted in one turn of the event loop share a transaction, so that many small publishes cost
 * one wait for the disk; each job is a savepoint of its own.
 */
export function createWriteQueue(database: DatabaseSync, nowNs: () => bigint): WriteQueue {
  const readSequence = database.prepare('SELECT last_id, last_ns FROM sequence');
  const writeSequence = database.prepare('UPDATE sequence SET last_id = ?, last_ns = ?');
  const row = readSequence.get();
  let lastId = row?.last_id as bigint;
  let lastNs = row?.last_ns as bigint;
  let queued: QueuedJob[] = [];
  let closed = false;

  function stamp(): Stamp {
    const now = nowNs();
    lastId += 1n;
    lastNs = now > lastNs ? now : lastNs + 1n;
    return { id: lastId, createdNs: lastNs };
  }

  function flush(): void {
    const jobs = queued;
    queued = [];
    if (jobs.length === 0) return;
    const failures: unknown[] = [];
    const effects: (() => void)[] = [];
    try {
      database.exec('BEGIN IMMEDIATE');
      for (const job of jobs) failures.push(runInSavepoint(job, effects));
      writeSequence.run(lastId, lastNs);
      database.exec('COMMIT');
    } catch (failure) {
      if (database.isTransaction) database.exec('ROLLBACK');
      for (const job of jobs) job.settle(failure);
      return;
    }
    for (const effect of effects) effect();
    for (const [index, job] of jobs.entries()) job.settle(failures[index]);
  }

  function runInSavepoint(job: QueuedJob, effects: (() => void)[]): unknown {
    const own: (() => void)[] = [];
    database.exec('SAVEPOINT job');
    try {
      job.run({ stamp, afterCommit: (effect) => own.push(effect) });
    } catch (failure) {
      database.exec('ROLLBACK TO job; RELEASE job');
      return failure;
    }
    database.exec('RELEASE job');
    effects.push(...own);
    return noFailure;
  }

  return {
    submit<T>(job: (scope: WriteScope) => T): Promise<T> {
      if (closed) return Promise.reject(new Error('the store is closed'));
      return new Promise<T>((resolve, reject) => {
        let result: { readonly value: T } | undefined;
        if (queued.length === 0) setImmediate(flush);
        queued.push({
          run(scope) {
            result = { value: job(scope) };
          },
          settle(failure) {
            if (failure === noFailure && result !== undefined) resolve(result.value);
            else reject(failure);
          },
        });
      });
    },
    close() {
      flush();
      closed = true;
    },
  };
}
