import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf';
import { WalletInboxError } from '../errors.ts';

/**
 * Reads a protobuf message from bytes that a stranger wrote.
 *
 * @throws Codec.Malformed, whatever is wrong with them
 */
export const decodeProto = <Desc extends DescMessage>(
  schema: Desc,
  bytes: Uint8Array,
): MessageShape<Desc> => {
  try {
    return fromBinary(schema, bytes);
  } catch (cause) {
    throw new WalletInboxError('Codec.Malformed', `Bytes are not a ${schema.name} message.`, { cause });
  }
};
