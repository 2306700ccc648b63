import list from 'big-list-of-naughty-strings/blns.json' with { type: 'json' };

/** The Big List of Naughty Strings: what people type that programs trip over. */
export const naughtyStrings: readonly string[] = list;
