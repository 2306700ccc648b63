import type { Logger } from '../core/ports.ts';

/** Logs one JSON object a line. */
export function createLineLogger(write: (line: string) => void, verbose: boolean): Logger {
  const log =
    (level: string): Logger['info'] =>
    (event, facts = {}) => {
      const line = { time: new Date().toISOString(), level, event, ...facts };
      write(
        `${JSON.stringify(line, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}\n`,
      );
    };
  return {
    debug: verbose ? log('debug') : () => undefined,
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
  };
}
