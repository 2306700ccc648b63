import type { EncodedContent } from '../gen/mls/message_contents/content_pb.js';
import type { MessageContent } from './messageContent.ts';
import { decodeNotification } from './notificationContent.ts';
import { decodeText } from './textContent.ts';

/**
 * What a message says. `undefined` when its type is not one of ours, its payload breaks a rule of the type, or it is
 * still compressed ({@link expandContent}): then `describeContent` tells all that may be shown. Never throws.
 */
export const decodeContent = (encoded: EncodedContent): MessageContent | undefined => {
  if (encoded.compression !== undefined) return undefined;
  try {
    const notification = decodeNotification(encoded);
    if (notification !== undefined) return { kind: 'notification', notification };
    if (encoded.type?.typeId !== 'text') return undefined;
    const text = decodeText(encoded);
    return text === undefined ? undefined : { kind: 'text', text };
  } catch {
    return undefined;
  }
};
