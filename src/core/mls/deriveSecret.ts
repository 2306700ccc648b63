import { utf8Encode } from '../bytes/bytes.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { hkdfExpand } from '../crypto/hkdf.ts';
import { hashLength } from './cipherSuite.ts';

const empty = new Uint8Array();
const labelCache = new Map<string, Uint8Array>();

/** Labels are few and fixed, except an application's for the exporter, which do not come through here. */
function labelBytes(label: string): Uint8Array {
  const cached = labelCache.get(label);
  if (cached !== undefined) return cached;
  const bytes = utf8Encode(`MLS 1.0 ${label}`);
  if (labelCache.size < 64) labelCache.set(label, bytes);
  return bytes;
}

/** `ExpandWithLabel` of RFC 9420 section 8. */
export function expandWithLabel(
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Uint8Array {
  const info = new TlsWriter(64 + context.length)
    .uint16(length)
    .opaque(labelBytes(label))
    .opaque(context)
    .finish();
  return hkdfExpand(secret, info, length);
}

/** `DeriveSecret` of RFC 9420 section 8. */
export const deriveSecret = (secret: Uint8Array, label: string): Uint8Array =>
  expandWithLabel(secret, label, empty, hashLength);

/** `DeriveTreeSecret` of RFC 9420 section 9. */
export const deriveTreeSecret = (
  secret: Uint8Array,
  label: string,
  generation: number,
  length: number,
): Uint8Array => expandWithLabel(secret, label, new TlsWriter(4).uint32(generation).finish(), length);
