import { describe, test } from 'vitest';
import { databaseContract } from '../databaseContract.ts';
import { unsafeMemoryDatabase } from './unsafeMemoryDatabase.ts';

describe('Database over memory', () => {
  const cases = databaseContract({
    open: async (_place, options) => unsafeMemoryDatabase(options),
    isPersistent: false,
  });
  for (const { name, run } of cases) test(name, run);
});
