/** The little of the contract ABI that looking up a name takes: 32-byte words, `bytes` and `string` behind an offset. */

import { concatBytes } from '../../core/bytes/bytes.ts';
import { bytesToHex } from '../../core/bytes/hex.ts';

const wordLength = 32;

/** A number below 2^32 as one word. */
function wordOf(value: number): Uint8Array {
  const word = new Uint8Array(wordLength);
  new DataView(word.buffer).setUint32(28, value);
  return word;
}

/** The tail of a `bytes` argument: its length and its bytes, filled up to whole words. */
function bytesTail(bytes: Uint8Array): Uint8Array {
  const padding = new Uint8Array((wordLength - (bytes.length % wordLength)) % wordLength);
  return concatBytes(wordOf(bytes.length), bytes, padding);
}

/** The arguments `(bytes, bytes)`. */
export function twoBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const tail = bytesTail(first);
  return concatBytes(wordOf(2 * wordLength), wordOf(2 * wordLength + tail.length), tail, bytesTail(second));
}

/** The number in a word; undefined when it is missing or too large to be an offset or a length here. */
function smallWord(data: Uint8Array, at: number): number | undefined {
  const word = data.subarray(at, at + wordLength);
  if (word.length < wordLength || word.subarray(0, 28).some((byte) => byte !== 0)) return undefined;
  return new DataView(word.buffer, word.byteOffset).getUint32(28);
}

/** A `bytes` or `string` result whose offset is word `index`; undefined when it is not there in full. */
export function readBytes(data: Uint8Array, index: number): Uint8Array | undefined {
  const offset = smallWord(data, index * wordLength);
  const length = offset === undefined ? undefined : smallWord(data, offset);
  if (offset === undefined || length === undefined) return undefined;
  const bytes = data.subarray(offset + wordLength, offset + wordLength + length);
  return bytes.length === length ? bytes : undefined;
}

/** A result that is one address, `0x` and lower-case hex; undefined when it is no address, or the zero address. */
export function readAddress(data: Uint8Array): string | undefined {
  if (data.length < wordLength || data.subarray(0, 12).some((byte) => byte !== 0)) return undefined;
  const address = data.subarray(12, wordLength);
  return address.some((byte) => byte !== 0) ? `0x${bytesToHex(address)}` : undefined;
}
