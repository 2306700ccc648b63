import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function processes(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        // `pid (name) state parent ...`, where the name may hold blanks.
        const parent = Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
        return [{ pid: Number(name), parent, command }];
      } catch {
        // It ended between the listing and the look.
        return [];
      }
    });
}

/**
 * Bytes of the processes in which a browser runs its extensions, what they share with others divided among all: with
 * no page of ours open, that is the worker. `undefined` where there is no /proc to look at.
 */
export function extensionMemoryBytes(profileDir: string): number | undefined {
  try {
    const all = processes();
    const family = new Set(all.filter(({ command }) => command.includes(profileDir)).map(({ pid }) => pid));
    for (let size = -1; size !== family.size; ) {
      size = family.size;
      for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
    }
    return all
      .filter(({ pid, command }) => family.has(pid) && command.includes('--extension-process'))
      .map(
        ({ pid }) =>
          Number(/^Pss:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) * 1024,
      )
      .reduce((sum, bytes) => sum + bytes, 0);
  } catch {
    return undefined;
  }
}
