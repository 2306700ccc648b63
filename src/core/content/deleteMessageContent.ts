import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { DeleteMessageSchema } from '../gen/mls/message_contents/content_types/delete_message_pb.js';
import { contentCodec } from './contentCodec.ts';
import { contentReference, isId, readId } from './contentReference.ts';
import { requireContent } from './invalidContent.ts';
import type { DeleteMessageContent } from './messageContent.ts';

/** xmtp.org/deleteMessage:1.0; whether the sender may delete is for the group to say. */
export const deleteMessageContent = contentCodec<DeleteMessageContent>({
  authorityId: 'xmtp.org',
  typeId: 'deleteMessage',
  versionMajor: 1,
  shouldPush: false,
  isVisible: false,
  describe: ({ messageId }) => ({ text: '', ...contentReference({ reference: messageId }) }),
  decode: (encoded) => {
    const messageId = readId(fromBinary(DeleteMessageSchema, encoded.content).messageId);
    return messageId === undefined ? undefined : { kind: 'deleteMessage', messageId };
  },
  encode: ({ messageId }) => {
    requireContent(isId(messageId), 'messageId');
    return { content: toBinary(DeleteMessageSchema, create(DeleteMessageSchema, { messageId })) };
  },
});
