import { concatBytes, utf8Encode } from '../bytes/bytes.ts';
import { hmacSha256 } from '../crypto/hash.ts';
import { hkdfSha256 } from '../crypto/hkdf.ts';

/** Length of the key that a person's installations share, in bytes. */
export const hmacUserKeyLength = 42;

const epochSeconds = 30n * 24n * 60n * 60n;
const salt = utf8Encode('libXMTP HKDF salt!');

/** Which 30 days of the Unix epoch a time lies in. */
export const hmacEpoch = (nowMs: number): bigint => BigInt(Math.floor(nowMs / 1000)) / epochSeconds;

/**
 * The key that marks a person's own messages of one group and one {@link hmacEpoch}, so that a push server can leave out
 * who wrote them. 42 bytes.
 */
export const hmacKey = (userKey: Uint8Array, groupId: Uint8Array, epoch: bigint): Uint8Array => {
  const epochBytes = new Uint8Array(8);
  new DataView(epochBytes.buffer).setBigInt64(0, epoch, true);
  return hkdfSha256(concatBytes(userKey, groupId), salt, concatBytes(groupId, epochBytes), 42);
};

/** @param message the whole MLSMessage that is sent */
export const senderHmac = (params: {
  readonly userKey: Uint8Array;
  readonly groupId: Uint8Array;
  readonly nowMs: number;
  readonly message: Uint8Array;
}): Uint8Array =>
  hmacSha256(hmacKey(params.userKey, params.groupId, hmacEpoch(params.nowMs)), params.message);
