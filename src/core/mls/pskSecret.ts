import { encodeTls, TlsWriter } from '../bytes/tlsWriter.ts';
import { hkdfExtract } from '../crypto/hkdf.ts';
import { hashLength } from './cipherSuite.ts';
import { expandWithLabel } from './deriveSecret.ts';
import { refuse } from './mlsError.ts';
import {
  type PreSharedKey,
  type PreSharedKeyId,
  preSharedKeyName,
  writePreSharedKeyId,
} from './preSharedKeyId.ts';

const zeros = new Uint8Array(hashLength);

/** `psk_secret` of RFC 9420 section 8.4: all zero when there are no keys. */
export function pskSecret(keys: readonly PreSharedKey[]): Uint8Array {
  let secret: Uint8Array = zeros;
  keys.forEach((key, index) => {
    const label = new TlsWriter()
      .fixed(encodeTls(key.id, writePreSharedKeyId))
      .uint16(index)
      .uint16(keys.length)
      .finish();
    const input = expandWithLabel(hkdfExtract(zeros, key.secret), 'derived psk', label, hashLength);
    secret = hkdfExtract(input, secret);
  });
  return secret;
}

/**
 * Finds the secrets that `ids` name among `known`.
 *
 * @throws Mls.InvalidMessage when one is missing
 */
export function resolvePsks(
  ids: readonly PreSharedKeyId[],
  known: readonly PreSharedKey[],
): readonly PreSharedKey[] {
  return ids.map((id) => {
    const name = preSharedKeyName(id);
    const key = known.find((candidate) => preSharedKeyName(candidate.id) === name);
    if (key === undefined) {
      return refuse('Mls.InvalidMessage', 'missingPsk', 'A pre-shared key is needed that we do not have.');
    }
    return { id, secret: key.secret };
  });
}
