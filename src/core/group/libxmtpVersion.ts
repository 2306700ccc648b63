import { comparedLibxmtpVersion } from './constants.ts';

/** A version of Semantic Versioning 2.0.0. */
export interface LibxmtpVersion {
  /** Major, minor, patch. */
  readonly core: readonly [bigint, bigint, bigint];
  /** Empty for a release. */
  readonly preRelease: readonly string[];
}

const number = '(0|[1-9][0-9]*)';
const preReleasePart = '(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)';
const pattern = new RegExp(
  `^${number}\\.${number}\\.${number}(?:-(${preReleasePart}(?:\\.${preReleasePart})*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);
/** Numbers are read as 64-bit by libxmtp: what does not fit is not a version. */
const largest = 2n ** 64n - 1n;

export const parseLibxmtpVersion = (text: string): LibxmtpVersion | undefined => {
  const found = pattern.exec(text);
  if (found === null || text.length > 256) return undefined;
  const [, major = '', minor = '', patch = '', preRelease] = found;
  const core: readonly [bigint, bigint, bigint] = [BigInt(major), BigInt(minor), BigInt(patch)];
  if (core.some((part) => part > largest)) return undefined;
  return { core, preRelease: preRelease?.split('.') ?? [] };
};

/** Negative, zero or positive, by precedence: `1.0.0-dev` < `1.0.0-dev.1` < `1.0.0`. */
export const compareLibxmtpVersions = (left: LibxmtpVersion, right: LibxmtpVersion): number => {
  for (const index of [0, 1, 2] as const) {
    if (left.core[index] !== right.core[index]) return left.core[index] < right.core[index] ? -1 : 1;
  }
  if (left.preRelease.length === 0 || right.preRelease.length === 0) {
    return right.preRelease.length - left.preRelease.length;
  }
  for (let index = 0; ; index += 1) {
    const [one, other] = [left.preRelease[index], right.preRelease[index]];
    if (one === undefined || other === undefined) return left.preRelease.length - right.preRelease.length;
    const order = comparePreRelease(one, other);
    if (order !== 0) return order;
  }
};

/** Numbers by value and before words; words by their ASCII order. */
const comparePreRelease = (one: string, other: string): number => {
  const [isNumber, isOtherNumber] = [/^[0-9]+$/.test(one), /^[0-9]+$/.test(other)];
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  if (isNumber && one.length !== other.length) return one.length - other.length;
  if (one === other) return 0;
  return one < other ? -1 : 1;
};

/** How this client stands to a group's minimum version: a group above us is kept but not followed. */
export const checkMinVersion = (minVersion: string): 'supported' | 'tooNew' | 'malformed' => {
  const [required, own] = [parseLibxmtpVersion(minVersion), parseLibxmtpVersion(comparedLibxmtpVersion)];
  if (required === undefined || own === undefined) return 'malformed';
  return compareLibxmtpVersions(required, own) > 0 ? 'tooNew' : 'supported';
};
