import { concatBytes, utf8Encode } from '../bytes/bytes.ts';
import { sha256 } from '../crypto/hash.ts';

const separator = Uint8Array.of(0x09);

/**
 * A message's id, 32 bytes: the same for everyone, and kept when a message is encrypted again in a later epoch.
 *
 * @param content the `EncodedContent` bytes
 */
export const messageIdOf = (params: {
  readonly groupId: Uint8Array;
  readonly idempotencyKey: string;
  readonly content: Uint8Array;
}): Uint8Array =>
  sha256(
    concatBytes(params.groupId, separator, utf8Encode(params.idempotencyKey), separator, params.content),
  );
