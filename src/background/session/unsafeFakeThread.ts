/** For tests: what can be done in a thread of a client over two lists. */
import type { Conversation, Message } from '../../core/client/client.ts';
import type { ThreadOperations } from '../../core/client/threadOperations.ts';
import { WalletInboxError } from '../../core/errors.ts';

export function unsafeFakeThread(
  messages: Map<string, Message>,
  conversations: Map<string, Conversation>,
  calls: string[],
): ThreadOperations {
  const change = (conversationId: string, fields: Partial<Conversation>): void => {
    const conversation = conversations.get(conversationId);
    if (conversation === undefined) {
      throw new WalletInboxError('Conversation.Unknown', 'There is no such conversation.');
    }
    conversations.set(conversationId, { ...conversation, ...fields });
  };
  return {
    async sendContent() {
      throw new WalletInboxError('Message.Refused', 'The fake sends texts only.');
    },
    getMessage: async (messageId) => messages.get(messageId),
    async deleteMessage(messageId) {
      calls.push('deleteMessage');
      const message = messages.get(messageId);
      if (message === undefined) throw new WalletInboxError('Message.Unknown', 'There is no such message.');
      const { content: _, encoded: __, ...rest } = message;
      messages.set(messageId, { ...rest, text: '', deletedBy: message.senderInboxId });
      return { sent: Promise.resolve() };
    },
    async react() {
      calls.push('react');
      return { sent: Promise.resolve() };
    },
    async sendReadReceipt() {
      calls.push('sendReadReceipt');
      return { sent: Promise.resolve() };
    },
    async setPreferences(conversationId, fields) {
      calls.push('setPreferences');
      change(conversationId, fields);
    },
    async setDisappearing(conversationId, settings) {
      calls.push('setDisappearing');
      const conversation = conversations.get(conversationId);
      const { disappearing: _, ...rest } = conversation ?? {};
      change(conversationId, {});
      conversations.set(conversationId, {
        ...(rest as Conversation),
        ...(settings === undefined ? {} : { disappearing: settings }),
      });
    },
    async block(conversationId) {
      calls.push('block');
      change(conversationId, { consent: 'denied' });
    },
  };
}
