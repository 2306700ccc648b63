/**
 * Links node_modules/.bin/wallet-inbox to bin/: npm links the commands of dependencies but not a checkout's own, and
 * without the link `npx wallet-inbox` would ask the registry. Runs on whatever Node started npm: plain JavaScript.
 */
import { lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export function linkBin() {
  const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules', '.bin');
  const link = join(folder, 'wallet-inbox');
  mkdirSync(folder, { recursive: true });
  if (process.platform === 'win32') {
    writeFileSync(`${link}.cmd`, '@node "%~dp0\\..\\..\\bin\\wallet-inbox.js" %*\r\n');
    return;
  }
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  rmSync(link, { force: true });
  symlinkSync('../../bin/wallet-inbox.js', link);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) linkBin();
