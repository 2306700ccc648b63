import { createRequire } from 'node:module';

/** The Big List of Naughty Strings: what people type that programs trip over. */
export const naughtyStrings: readonly string[] = createRequire(import.meta.url)(
  'big-list-of-naughty-strings/blns.json',
);
