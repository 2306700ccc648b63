import { utf8Encode } from '../../core/bytes/bytes.ts';
import { encodeTls, type TlsWriter } from '../../core/bytes/tlsWriter.ts';

const contentTypes = { application: 1, proposal: 2, commit: 3 } as const;
const empty = new Uint8Array();

/** For tests: bytes with the outside of an MLS private message, and `ciphertext` inside, which no member could open. */
export function unsafeGroupMessage(
  groupId: Uint8Array,
  ciphertext: Uint8Array | string,
  contentType: keyof typeof contentTypes = 'application',
): Uint8Array {
  const body = typeof ciphertext === 'string' ? utf8Encode(ciphertext) : ciphertext;
  return encodeTls(body, (writer: TlsWriter) =>
    writer
      .uint16(1)
      .uint16(2)
      .opaque(groupId)
      .uint64(0n)
      .uint8(contentTypes[contentType])
      .opaque(empty)
      .opaque(empty)
      .opaque(body),
  );
}
