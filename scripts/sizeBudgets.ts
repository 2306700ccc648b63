/** What the built extension may weigh. A budget is raised only with a reason in the same commit. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const output = resolve(import.meta.dirname, '../.output/chrome-mv3');
const kilobyte = 1000;

/** A worker is parsed at each of its many starts; a window is opened by a person who waits. */
const budgets: readonly { readonly name: string; readonly gzipKb: number; readonly files: RegExp }[] = [
  { name: 'background', gzipKb: 250, files: /^background\.js$/ },
  { name: 'content script', gzipKb: 20, files: /^content-scripts\/.*\.js$/ },
  { name: 'windows, all pages together', gzipKb: 120, files: /^(chunks|assets)\/.*\.(js|css)$/ },
];

/** Bytes of the gzipped background bundle of a built extension. */
export function backgroundGzipBytes(): number {
  return gzipSync(readFileSync(join(output, 'background.js')), { level: 9 }).length;
}

/** One line on what the bundles weigh; throws when one is over its budget. */
export async function checkSizeBudgets(): Promise<string> {
  if (!existsSync(output)) throw new Error('the extension is not built');
  const files = readdirSync(output, { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  const lines: string[] = [];
  const over: string[] = [];
  for (const { name, gzipKb, files: pattern } of budgets) {
    let bytes = 0;
    for (const file of files) {
      if (pattern.test(file)) bytes += gzipSync(readFileSync(join(output, file)), { level: 9 }).length;
    }
    if (bytes === 0) continue;
    const kb = bytes / kilobyte;
    lines.push(`${name} ${kb.toFixed(1)} of ${gzipKb} kB gzip`);
    if (kb > gzipKb) over.push(name);
  }
  if (!files.includes('background.js')) throw new Error('the build has no background.js');
  if (over.length > 0) throw new Error(`over budget: ${over.join(', ')} (${lines.join('; ')})`);
  return lines.join('; ');
}
