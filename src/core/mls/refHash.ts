import { utf8Encode } from '../bytes/bytes.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { sha256 } from '../crypto/hash.ts';

/** `RefHash` of RFC 9420 section 5.2, with the label spelled out in full. */
export function refHash(label: string, value: Uint8Array): Uint8Array {
  return sha256(new TlsWriter(value.length + 64).opaque(utf8Encode(label)).opaque(value).finish());
}
