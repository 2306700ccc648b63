/** What the account of the pictures does, through the worker: the windows are for being looked at. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { ConversationView } from '../../src/bridge/conversationView.ts';
import { askWorker } from '../support/askWorker.ts';
import { until } from './until.ts';

export interface OwnWords {
  /** Writes, and waits until the node has it. Answers the id of the message. */
  say(conversationId: string, text: string, replyTo?: string): Promise<string>;
  /** Waits for the conversation and accepts it. */
  accept(conversationId: string): Promise<void>;
  markRead(conversationId: string): Promise<void>;
  /** Waits for what somebody else has said. */
  heard(conversationId: string, messageId: string): Promise<void>;
  conversation(conversationId: string): Promise<ConversationView>;
}

export function createOwnWords(page: Page): OwnWords {
  const conversation = (conversationId: string) =>
    until(`conversation ${conversationId}`, async () => {
      const { conversations } = await askWorker(page, 'inbox.subscribe', {});
      return conversations.find((each) => each.conversationId === conversationId);
    });
  const message = async (conversationId: string, messageId: string) => {
    const { messages } = await askWorker(page, 'thread.open', { conversationId });
    return messages.find((each) => each.messageId === messageId);
  };
  return {
    conversation,
    async say(conversationId, text, replyTo) {
      const { messageId } = await askWorker(page, 'message.send', {
        conversationId,
        text,
        clientRequestId: randomUUID(),
        ...(replyTo !== undefined && { replyTo }),
      });
      await until(`sent: ${text}`, async () => (await message(conversationId, messageId))?.status === 'sent');
      return messageId;
    },
    async accept(conversationId) {
      await conversation(conversationId);
      await askWorker(page, 'conversation.setConsent', { conversationId, consent: 'allowed' });
    },
    async heard(conversationId, messageId) {
      await conversation(conversationId);
      await until(`message ${messageId}`, () => message(conversationId, messageId));
    },
    async markRead(conversationId) {
      await askWorker(page, 'conversation.markRead', { conversationId });
    },
  };
}
