import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { type EncodedContent, EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';

/** The bytes that a message carries and that its id is made of: keep them, encoding again may differ. */
export const contentToBytes = (encoded: EncodedContent): Uint8Array =>
  toBinary(EncodedContentSchema, encoded);

/** `undefined` when the bytes are no EncodedContent. */
export const contentFromBytes = (bytes: Uint8Array): EncodedContent | undefined => {
  try {
    return fromBinary(EncodedContentSchema, bytes);
  } catch {
    return undefined;
  }
};
