/**
 * Generates src/core/gen from proto/ with the plugins of the lock file; no network. With `--check` it writes
 * nothing and fails when what is there is not what proto/ gives.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const output = 'src/core/gen';

/** The files below `folder` by relative path. */
function readTree(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
}

function generate(base: string): boolean {
  const { status } = spawnSync('buf', ['generate', '--output', base], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status === 0;
}

function check(): boolean {
  const base = mkdtempSync(join(tmpdir(), 'wallet-inbox-gen-'));
  try {
    if (!generate(base)) return false;
    const wanted = readTree(join(base, output));
    const found = readTree(output);
    const stale = [...new Set([...wanted.keys(), ...found.keys()])].filter(
      (path) => wanted.get(path) !== found.get(path),
    );
    for (const path of stale) console.error(`generate: ${output}/${path} is not what proto/ gives`);
    if (stale.length > 0) console.error('generate: run `npm run generate` and commit the result');
    return stale.length === 0;
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

const done = process.argv.includes('--check') ? check() : generate('.');
process.exitCode = done ? 0 : 1;
