/** Compares two times as the bridge carries them: decimal texts without leading zeros, too long for a number. */
export function compareNs(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
