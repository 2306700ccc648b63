import type { Logger } from '../../core/ports.ts';

/** For tests. */
export const unsafeSilentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
