import { WalletInboxError } from '../errors.ts';

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossyDecoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/** One new array that holds all parts in order. */
export const concatBytes = (...parts: readonly Uint8Array[]): Uint8Array => {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

/** Not constant in time: for public values only. */
export const equalBytes = (left: Uint8Array, right: Uint8Array): boolean => {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) {
    if (left[index] !== right[index]) return false;
  }
  return true;
};

/** Order by bytes, a prefix first: negative, zero or positive, for `sort`. */
export const compareBytes = (left: Uint8Array, right: Uint8Array): number => {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

/** UTF-8 of a text. */
export const utf8Encode = (text: string): Uint8Array => encoder.encode(text);

/**
 * The text of UTF-8 bytes; a byte order mark stays in it.
 *
 * @throws Codec.Malformed when the bytes are not UTF-8
 */
export const utf8Decode = (bytes: Uint8Array): string => {
  try {
    return strictDecoder.decode(bytes);
  } catch (cause) {
    throw new WalletInboxError('Codec.Malformed', 'Bytes that should be UTF-8 are not.', { cause });
  }
};

/** The text of bytes that should be UTF-8; what is not becomes U+FFFD. For display of hostile input. */
export const utf8DecodeLossy = (bytes: Uint8Array): string => lossyDecoder.decode(bytes);
