import type { Logger } from '../../core/ports.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/**
 * Log lines to the worker's own console, from `info` up. Facts are numbers, ids and codes by the rule of the Logger
 * port; a long text is cut, so that a mistake does not spill a message.
 */
export const workerLogger: Logger = {
  debug: () => undefined,
  info: (event, facts) => write('info', event, facts),
  warn: (event, facts) => write('warn', event, facts),
  error: (event, facts) => write('error', event, facts),
};

function write(level: Level, event: string, facts: Readonly<Record<string, unknown>> = {}): void {
  const parts = Object.entries(facts).map(([name, value]) => `${name}=${String(value).slice(0, 120)}`);
  // biome-ignore lint/suspicious/noConsole: the one place that writes to the console of the worker
  console[level]([event, ...parts].join(' '));
}
