/** Finds a Chromium that can load an extension, installing one where that is possible. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Branded Chrome no longer loads unpacked extensions from the command line, so it comes last. */
const names = ['chromium', 'chromium-browser', 'google-chrome-for-testing', 'google-chrome'];
const places = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installed(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...places].find(
    isExecutable,
  );
}

async function playwrightOwn(): Promise<string | undefined> {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return path !== '' && existsSync(path) ? path : undefined;
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  return status === 0;
}

function isDebianRoot(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release);
}

/**
 * Path of a browser: `CHROMIUM_PATH`, an installed Chromium, Debian's package, Playwright's download, in this order.
 * Throws with what was tried when there is none.
 */
export async function findBrowser(options: { readonly install?: boolean } = {}): Promise<string> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen !== undefined && chosen !== '') {
    if (!isExecutable(chosen))
      throw new Error(`CHROMIUM_PATH is ${chosen}, which is not an executable file.`);
    return chosen;
  }
  const present = installed() ?? (await playwrightOwn());
  if (present !== undefined || options.install === false) {
    if (present === undefined) throw new Error('No Chromium found: set CHROMIUM_PATH.');
    return present;
  }
  if (isDebianRoot()) {
    console.log('setup: installing chromium with apt-get');
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update', '-qq'], quiet);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
    const found = installed();
    if (found !== undefined) return found;
  }
  console.log('setup: downloading chromium with playwright-core');
  run(process.execPath, [
    join(import.meta.dirname, '../node_modules/playwright-core/cli.js'),
    'install',
    'chromium',
  ]);
  const downloaded = await playwrightOwn();
  if (downloaded !== undefined) return downloaded;
  throw new Error(
    'No Chromium: CHROMIUM_PATH is not set, none is installed, and neither apt-get nor playwright-core brought one.',
  );
}

/** What a Chromium needs to run on a server, in a container or as root. */
export const chromiumArgs: readonly string[] = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
];
