/** What the built extension may weigh. A budget is raised only with a reason in the same commit. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const output = resolve(import.meta.dirname, '../.output/chrome-mv3');
const kilobyte = 1000;

/** A worker is parsed at each of its many starts; a window is opened by a person who waits. */
const budgets: readonly { readonly name: string; readonly gzipKb: number; readonly files: RegExp }[] = [
  { name: 'background', gzipKb: 250, files: /^background\.js$/ },
  // In every page of the web, mostly for people who are not using it just now.
  { name: 'relay', gzipKb: 4, files: /^content-scripts\/content\.js$/ },
  { name: 'windows, all pages together', gzipKb: 120, files: /^(chunks|assets)\/.*\.(js|css)$/ },
];

/** Read into the world of every page, where gzip does not help: bytes as they are. */
const providerFile = 'content-scripts/provider.js';
const providerKb = 6;

/** What a dapp adds to its own bundle. */
const helper = resolve(import.meta.dirname, '../src/dapp/findInbox.ts');
const helperGzipKb = 3;

/** The helper as a dapp's bundler makes it: one module. */
export async function bundledHelper(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'chrome120', lib: { entry: helper, formats: ['es'] }, minify: true },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  if (bundle === undefined || !('output' in bundle)) throw new Error('the dapp helper was not bundled');
  return bundle.output[0].code;
}

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
  function weigh(name: string, bytes: number, limitKb: number, unit: string): void {
    const kb = bytes / kilobyte;
    lines.push(`${name} ${kb.toFixed(1)} of ${limitKb} ${unit}`);
    if (kb > limitKb) over.push(name);
  }
  for (const { name, gzipKb, files: pattern } of budgets) {
    let bytes = 0;
    for (const file of files) {
      if (pattern.test(file)) bytes += gzipSync(readFileSync(join(output, file)), { level: 9 }).length;
    }
    if (bytes === 0) throw new Error(`the build has nothing for ${name}`);
    weigh(name, bytes, gzipKb, 'kB gzip');
  }
  weigh('provider', readFileSync(join(output, providerFile)).length, providerKb, 'kB');
  weigh('dapp helper', gzipSync(await bundledHelper(), { level: 9 }).length, helperGzipKb, 'kB gzip');
  if (!files.includes('background.js')) throw new Error('the build has no background.js');
  if (over.length > 0) throw new Error(`over budget: ${over.join(', ')} (${lines.join('; ')})`);
  return lines.join('; ');
}
