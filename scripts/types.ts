/** Type-checks every room against its own tsconfig, so that `document` in core is an error. */
import { spawnSync } from 'node:child_process';

const rooms = [
  'src/core',
  'src/bridge',
  'src/background',
  'src/popup',
  'src/content',
  'src/dapp',
  'src/node',
  'src/cli',
  'extension',
  '.',
];

let failed = 0;
for (const room of process.argv.length > 2 ? process.argv.slice(2) : rooms) {
  const { status } = spawnSync('tsc', ['-p', `${room}/tsconfig.json`, '--noEmit'], { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`types: ${room} failed`);
    failed += 1;
  }
}
process.exitCode = failed === 0 ? 0 : 1;
