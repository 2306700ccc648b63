import { concatBytes, utf8Encode } from '../bytes/bytes.ts';
import { hkdfExpand, hkdfExtract } from './hkdf.ts';

const version = utf8Encode('HPKE-v1');

/** `LabeledExtract` and `LabeledExpand` of RFC 9180 section 4 under one suite id, over HKDF-SHA256. */
export interface LabeledHkdf {
  extract(salt: Uint8Array, label: string, ikm: Uint8Array): Uint8Array;
  expand(prk: Uint8Array, label: string, info: Uint8Array, length: number): Uint8Array;
}

export const createLabeledHkdf = (suiteId: Uint8Array): LabeledHkdf => {
  const prefix = concatBytes(version, suiteId);
  return {
    extract: (salt, label, ikm) => hkdfExtract(salt, concatBytes(prefix, utf8Encode(label), ikm)),
    expand: (prk, label, info, length) =>
      hkdfExpand(
        prk,
        concatBytes(Uint8Array.of(length >> 8, length & 0xff), prefix, utf8Encode(label), info),
        length,
      ),
  };
};
