import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';

/** The official vectors are not part of the project: a folder named by MLS_VECTORS, or one beside the checkout. */
const folders = [process.env.MLS_VECTORS, join(import.meta.dirname, '../../../shared/mls-vectors')];
const folder = folders.find((candidate) => candidate !== undefined && existsSync(candidate));

/** One test over all vectors of a file; skipped, with the reason, where there is no folder of vectors. */
export function vectorTest<T>(
  file: string,
  run: (vector: T, index: number) => void,
  timeoutMs = 60_000,
): void {
  test(`official vectors: ${file}`, { timeout: timeoutMs }, (context) => {
    if (folder === undefined) {
      context.skip('no folder of official vectors: set MLS_VECTORS');
      return;
    }
    const vectors: readonly T[] = JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8'));
    if (vectors.length === 0) throw new Error(`${file}.json holds no vectors`);
    vectors.forEach(run);
  });
}
