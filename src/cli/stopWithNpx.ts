import { readFileSync } from 'node:fs';

const everyMs = 500;

/** The parent of a process; `undefined` where /proc does not tell. */
function parentOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  } catch {
    return undefined;
  }
}

/**
 * Stops this process when the `npx` that started it is gone. npx runs a command in a shell of its own and, when it is
 * ended, ends that shell but not the command, which would go on holding its ports and its store unseen.
 * Does nothing when the process was started in any other way.
 */
export function stopWithNpx(env: Readonly<Record<string, string | undefined>>): void {
  if (env.npm_command !== 'exec') return;
  const shell = process.ppid;
  const npx = parentOf(shell);
  setInterval(() => {
    if (process.ppid !== shell || parentOf(shell) !== npx) process.kill(process.pid, 'SIGTERM');
  }, everyMs).unref();
}
