/** For tests: a text that somebody sent. */
import type { MessageView } from '../../bridge/messageView.ts';

export function unsafeMessageView(change: Partial<MessageView> = {}): MessageView {
  return {
    messageId: '01'.repeat(32),
    conversationId: '0a'.repeat(16),
    senderInboxId: '0b'.repeat(32),
    isOwn: false,
    sentAtNs: '1700000000000000000',
    contentType: 'xmtp.org/text:1.0',
    text: 'text',
    isTruncated: false,
    reactions: [],
    status: 'sent',
    kind: 'content',
    ...change,
  };
}
