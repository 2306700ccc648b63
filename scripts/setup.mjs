/**
 * Set-up from a bare clone; runs on whatever Node started npm, so it is plain JavaScript without dependencies.
 * Installs the locked packages when they are missing or older than the lock file, and links our own command.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linkBin } from './linkBin.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installed = join(root, 'node_modules', '.package-lock.json');
const lock = join(root, 'package-lock.json');

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.log('setup: installing the locked packages');
  const npm = (...args) =>
    spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    }).status;
  // A registry may lack packages of other platforms that the lock names: `npm ci` refuses, `npm install` does not mind.
  const status = npm('ci') === 0 ? 0 : npm('install', '--no-save');
  if (status !== 0) {
    console.error('setup: npm could not install; see above. Is a package registry reachable?');
    process.exit(1);
  }
}

linkBin();
