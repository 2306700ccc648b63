import { WalletInboxError } from '../errors.ts';
import type { EncodedContent } from '../gen/mls/message_contents/content_pb.js';
import type { MessageContent } from './messageContent.ts';
import { encodeNotification } from './notificationContent.ts';
import { encodeText } from './textContent.ts';

/**
 * The content as it travels, with the fallback that libxmtp sends for its type.
 *
 * @throws Content.Invalid, with `details.field`; Notification.Invalid
 */
export const encodeContent = (content: MessageContent): EncodedContent => {
  if (content.kind === 'text') return encodeText(content.text);
  if (content.kind === 'notification') return encodeNotification(content.notification);
  throw new WalletInboxError('Content.Invalid', 'This kind cannot be sent yet.', {
    details: { field: 'kind' },
  });
};
