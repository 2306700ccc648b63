import type { Lookalike } from '../../bridge/channels/nameChannels.ts';

/**
 * What a person compares of an address, and what a short form shows of it: four digits at either end. To find an address
 * that has eight given digits takes minutes, and such addresses are sown so that one is copied for the other.
 */
const digits = 4;

const likeness = (address: string): string => `${address.slice(2, 2 + digits)}${address.slice(-digits)}`;

/** Finds, among the addresses that a person knows, those that others could be taken for. */
export interface LookalikeIndex {
  /** The known address that this one is alike and different from. */
  of(address: string): string | undefined;
}

/** All addresses are `0x` and 40 lower-case hex digits. */
export function indexLookalikes(known: Iterable<string>): LookalikeIndex {
  const byLikeness = new Map<string, string[]>();
  for (const address of known) {
    const alike = byLikeness.get(likeness(address));
    if (alike === undefined) byLikeness.set(likeness(address), [address]);
    else if (!alike.includes(address)) alike.push(address);
  }
  return {
    of: (address) => byLikeness.get(likeness(address))?.find((other) => other !== address),
  };
}

/** Every address of `seen` that is alike a known one, once. */
export function findLookalikes(
  seen: Iterable<string>,
  index: LookalikeIndex,
  max: number,
): readonly Lookalike[] {
  const found: Lookalike[] = [];
  for (const address of new Set(seen)) {
    const of = index.of(address);
    if (of !== undefined) found.push({ address, of });
    if (found.length === max) break;
  }
  return found;
}
