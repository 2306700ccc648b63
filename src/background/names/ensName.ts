/** Names as ENS forms them. Source: EIP-137 (namehash), ENSIP-10 (DNS form), ENSIP-15 (normal form). */
import { concatBytes, utf8Encode } from '../../core/bytes/bytes.ts';
import { keccak256 } from '../../core/crypto/hash.ts';
import { WalletInboxError } from '../../core/errors.ts';

const maxLength = 255;
const maxLabelLength = 63;

/**
 * The part of ENSIP-15 that looks the same to everybody: small letters, digits and hyphens, underscores in front. The
 * whole of it is a table of 20 kB gzipped (docs/decisions/0004-names.md).
 */
const plainLabel = /^_*[a-z0-9-]+$/u;
/** The form of punycode, and of others that ASCII names may not imitate. */
const hyphenated = /^..--/u;

function isNormalName(name: string): boolean {
  const labels = name.split('.');
  return (
    labels.length > 1 &&
    name.length <= maxLength &&
    labels.every(
      (label) => label.length <= maxLabelLength && plainLabel.test(label) && !hyphenated.test(label),
    )
  );
}

/**
 * The normal form of what a person typed.
 *
 * @throws Name.Unsupported for letters beyond ASCII; Name.Invalid for what is no name
 */
export function normaliseName(text: string): string {
  const name = text.trim().toLowerCase();
  if (/[^\0-\x7f]/u.test(name)) {
    throw new WalletInboxError('Name.Unsupported', 'Only names of a-z, 0-9 and hyphens are looked up.');
  }
  if (!isNormalName(name)) throw new WalletInboxError('Name.Invalid', 'This is no name.');
  return name;
}

/** A name that a stranger wrote into a record: only if it is in normal form already. */
export const acceptName = (text: string): string | undefined => (isNormalName(text) ? text : undefined);

/** EIP-137: 32 bytes. */
export function nameHash(name: string): Uint8Array {
  let node: Uint8Array = new Uint8Array(32);
  for (const label of name.split('.').reverse()) {
    node = keccak256(concatBytes(node, keccak256(utf8Encode(label))));
  }
  return node;
}

/** Each label after its length, and a zero at the end. */
export function dnsForm(name: string): Uint8Array {
  const labels = name.split('.').map((label) => utf8Encode(label));
  return concatBytes(...labels.flatMap((label) => [Uint8Array.of(label.length), label]), Uint8Array.of(0));
}
