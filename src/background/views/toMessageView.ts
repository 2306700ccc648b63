import { type MessageView, maxMessageTextLength } from '../../bridge/messageView.ts';
import type { Message } from '../../core/client/client.ts';
import { decodeNotification } from '../../core/content/notificationContent.ts';
import { cutText } from './cutText.ts';

/** The plain JSON of a message, its text cut to `maxLength`. */
export function toMessageView(message: Message, maxLength = maxMessageTextLength): MessageView {
  return {
    messageId: message.messageId,
    conversationId: message.conversationId,
    senderInboxId: message.senderInboxId,
    isOwn: message.isOwn,
    sentAtNs: message.sentAtNs.toString(),
    contentType: cutText(message.contentType, 256),
    text: cutText(message.text, maxLength),
    isTruncated: message.text.length > maxLength,
    status: message.status,
    kind: message.kind,
    ...contentOf(message),
    reactions: [],
    ...(message.reason === undefined ? {} : { reason: cutText(message.reason, 80) }),
  };
}

function contentOf({ encoded }: Message): Pick<MessageView, 'content'> {
  const notification = encoded === undefined ? undefined : decodeNotification(encoded);
  if (notification === undefined) return {};
  const { type, ...rest } = notification;
  return { content: { kind: 'notification', typeId: type, ...rest } };
}
