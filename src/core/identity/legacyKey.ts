import { fromBinary } from '@bufbuild/protobuf';
import { bytesToHex } from '../bytes/hex.ts';
import { ethereumAddress } from '../crypto/personalSign.ts';
import { UnsignedPublicKeySchema } from '../gen/message_contents/public_key_pb.js';

/** The text by which a wallet vouched for a key of the first XMTP protocol. */
export const legacyKeyText = (keyBytes: Uint8Array): string =>
  `XMTP : Create Identity\n${bytesToHex(keyBytes)}\n\nFor more info: https://xmtp.org/signatures/`;

/** The Ethereum address of such a key (not of its wallet), or `undefined` when the bytes hold no key. */
export const legacyKeyAddress = (keyBytes: Uint8Array): string | undefined => {
  try {
    const { union } = fromBinary(UnsignedPublicKeySchema, keyBytes);
    const publicKey = union.value?.bytes;
    return publicKey?.length === 65 && publicKey[0] === 4 ? ethereumAddress(publicKey) : undefined;
  } catch {
    return undefined;
  }
};
