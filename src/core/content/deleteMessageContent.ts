import { fromBinary } from '@bufbuild/protobuf';
import { DeleteMessageSchema } from '../gen/mls/message_contents/content_types/delete_message_pb.js';
import { contentReference } from './contentReference.ts';
import type { ContentType } from './contentType.ts';

/** xmtp.org/deleteMessage:1.0; whether the sender may delete is for the group to say. */
export const deleteMessageContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'deleteMessage',
  versionMajor: 1,
  shouldPush: false,
  isVisible: false,
  read: (encoded) => {
    const { messageId } = fromBinary(DeleteMessageSchema, encoded.content);
    return { text: '', ...contentReference(messageId) };
  },
};
