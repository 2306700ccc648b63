/** Writes docs/errors.md from the registry of error codes; with `--check`, fails when the page is not current. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCodes } from '../src/core/errors.ts';

const page = resolve(import.meta.dirname, '../docs/errors.md');

function render(): string {
  const areas = new Map<string, string[]>();
  for (const [code, { meaning, retryable }] of Object.entries(errorCodes)) {
    const area = code.split('.')[0] ?? code;
    const rows = areas.get(area) ?? [];
    rows.push(`| \`${code}\` | ${meaning} | ${retryable ? 'yes' : 'no'} |`);
    areas.set(area, rows);
  }
  const sections = [...areas].map(
    ([area, rows]) =>
      `## ${area}\n\n| code | meaning | same call may succeed later |\n|---|---|---|\n${rows.join('\n')}\n`,
  );
  return [
    '# Error codes',
    '',
    'Generated from `src/core/errors.ts` by `node scripts/errorsDoc.ts`; do not edit.',
    '',
    'A code is `Area.Reason`, part of the public contract, and never given a second meaning.',
    '',
    sections.join('\n'),
  ].join('\n');
}

const text = render();
if (process.argv.includes('--check')) {
  if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
    console.error('docs/errors.md is not current: run `node scripts/errorsDoc.ts`');
    process.exitCode = 1;
  }
} else {
  writeFileSync(page, text);
}
