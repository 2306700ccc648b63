import { rm } from 'node:fs/promises';

/** Deletes a closed database with all that SQLite keeps beside it; no error when there is none. */
export const destroySqliteDatabase = async (path: string): Promise<void> => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(path + suffix, { force: true });
};
