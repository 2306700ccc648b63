import { TlsReader } from '../../core/bytes/tlsReader.ts';
import { isWalletInboxError } from '../../core/errors.ts';
import { refuse } from '../services/refuse.ts';

/** What the node reads of a group message; the rest is for members. */
export interface GroupMessageHeader {
  readonly groupId: Uint8Array;
  readonly epoch: bigint;
  readonly contentType: 'application' | 'proposal' | 'commit';
}

const mls10 = 1;
const publicMessage = 1;
const privateMessage = 2;
const senderMember = 1;
const senderExternal = 2;
const contentTypes = new Map([
  [1, 'application'],
  [2, 'proposal'],
  [3, 'commit'],
] as const);

/**
 * Reads the clear part of an MLSMessage (RFC 9420 sections 6, 6.2 and 6.3). A private message is read to its last
 * byte; of a public one, which XMTP clients do not send, the signed content is left to the members.
 *
 * @throws ConnectError INVALID_ARGUMENT for anything but a well-formed public or private message.
 */
export function readGroupMessageHeader(bytes: Uint8Array): GroupMessageHeader {
  try {
    const reader = new TlsReader(bytes);
    if (reader.uint16() !== mls10) throw refuse('a group message is not of MLS 1.0');
    const wireFormat = reader.uint16();
    if (wireFormat !== publicMessage && wireFormat !== privateMessage) {
      throw refuse('a group message is neither a public nor a private MLS message');
    }
    const groupId = reader.opaque().slice();
    if (groupId.length === 0) throw refuse('a group message has an empty group id');
    const epoch = reader.uint64();
    if (wireFormat === publicMessage) {
      const sender = reader.uint8();
      if (sender === senderMember || sender === senderExternal) reader.uint32();
      reader.opaque();
    }
    const contentType = contentTypes.get(reader.uint8() as 1 | 2 | 3);
    if (contentType === undefined) throw refuse('a group message has an unknown content type');
    if (wireFormat === privateMessage) {
      reader.opaque();
      reader.opaque();
      reader.opaque();
      if (reader.remaining > 0) throw refuse('a group message has bytes after its end');
    }
    return { groupId, epoch, contentType };
  } catch (error) {
    if (isWalletInboxError(error, 'Codec.Malformed')) throw refuse('a group message is malformed', error);
    throw error;
  }
}
