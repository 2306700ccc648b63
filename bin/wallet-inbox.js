#!/usr/bin/env node
/**
 * Starts src/cli/main.ts. Plain JavaScript, because it must run on whatever Node the caller has: one that is older
 * than 22.18 can neither run TypeScript nor open node:sqlite, so it hands over to the packaged Node 24.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  if (process.channel && process.env.WALLET_INBOX_HANDED_OVER) {
    // The Node that started us forwards signals; when it is killed outright, so are we.
    process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
    process.channel.unref();
  }
  const { main } = await import('../src/cli/main.ts');
  await main(process.argv.slice(2));
} else {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const newer = [join(root, 'node_modules/node/bin', name), join(root, '../node/bin', name)].find(existsSync);
  if (newer === undefined) {
    console.error(
      `wallet-inbox needs Node 22.18 or later (this is ${process.versions.node}); run npm ci first.`,
    );
    process.exit(1);
  }
  const child = spawn(newer, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, WALLET_INBOX_HANDED_OVER: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal) {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
      process.kill(process.pid, signal);
    } else process.exit(code ?? 1);
  });
}
