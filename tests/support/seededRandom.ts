import { concatBytes, utf8Encode } from '../../src/core/bytes/bytes.ts';
import { sha256 } from '../../src/core/crypto/hash.ts';
import type { Random } from '../../src/core/ports.ts';

/** The same bytes for the same seed: SHA-256 in counter mode. */
export const seededRandom = (seed: string): Random => {
  let counter = 0;
  return {
    bytes(length) {
      let bytes = new Uint8Array();
      while (bytes.length < length) {
        bytes = concatBytes(bytes, sha256(utf8Encode(`${seed}/${counter}`))) as Uint8Array<ArrayBuffer>;
        counter += 1;
      }
      return bytes.slice(0, length);
    },
  };
};
