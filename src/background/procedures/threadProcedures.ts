import type { threadChannels } from '../../bridge/channels/threadChannels.ts';
import type { ConversationView } from '../../bridge/conversationView.ts';
import type { Client, Message } from '../../core/client/client.ts';
import type { SentSilently } from '../../core/client/threadOperations.ts';
import { answerOf } from '../../core/content/answerOf.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import { newerPage, olderPage, pageAround } from '../feeds/messagePage.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import { toConversationView } from '../views/toConversationView.ts';
import { toMessageView } from '../views/toMessageView.ts';
import type { DraftKeeper } from './createDraftKeeper.ts';
import type { SendOnce } from './createSendOnce.ts';
import type { Procedures } from './procedure.ts';

/** Behind thread.* and message.*. */
export function threadProcedures(deps: {
  readonly client: () => Promise<Client>;
  readonly sendOnce: SendOnce;
  readonly drafts: DraftKeeper;
  readonly clock: Clock;
  readonly logger: Logger;
}): Procedures<keyof typeof threadChannels> {
  const { client, sendOnce, drafts, clock, logger } = deps;

  /** How it ends is stored and comes as an event; nobody waits for it here. */
  const leaveToItself = ({ sent }: SentSilently | { readonly sent: Promise<Message> }): void => {
    sent.catch((error: unknown) => logger.info('message.notSent', errorFacts(error)));
  };

  return {
    async 'thread.open'({ conversationId }, window) {
      const open = await client();
      await drafts.settle(conversationId);
      try {
        return await window.openThread(conversationId).snapshot(open);
      } catch (error) {
        window.closeThread(conversationId);
        throw error;
      }
    },
    async 'thread.close'({ conversationId }, window) {
      window.closeThread(conversationId);
      return {};
    },
    async 'thread.older'({ conversationId, beforeNs }) {
      return olderPage(await client(), conversationId, BigInt(beforeNs));
    },
    async 'thread.newer'({ conversationId, afterNs }) {
      return newerPage(await client(), conversationId, BigInt(afterNs));
    },
    async 'thread.around'(input) {
      const open = await client();
      if ('atNs' in input) return pageAround(open, input.conversationId, BigInt(input.atNs));
      const message = await messageOf(open, input.messageId);
      if (message.conversationId !== input.conversationId) throw unknownMessage();
      return pageAround(open, input.conversationId, message.sentAtNs);
    },
    async 'thread.setDraft'({ conversationId, text }) {
      drafts.write(conversationId, text);
      return {};
    },
    async 'thread.setDisappearing'({ conversationId, inNs }) {
      const open = await client();
      const fromNs = BigInt(clock.nowMs()) * 1_000_000n;
      await open.setDisappearing(
        conversationId,
        inNs === undefined ? undefined : { fromNs, inNs: BigInt(inNs) },
      );
      return conversationOf(open, conversationId);
    },
    async 'message.send'(input) {
      return toMessageView(await sendOnce(await client(), input));
    },
    async 'message.retry'({ messageId }) {
      await (await client()).retry(messageId);
      return {};
    },
    async 'message.react'({ messageId, content, action }) {
      leaveToItself(await (await client()).react(messageId, content, action));
      return {};
    },
    async 'message.delete'({ messageId }) {
      leaveToItself(await (await client()).deleteMessage(messageId));
      return {};
    },
    async 'message.intent'({ messageId, actionId }) {
      const open = await client();
      const { conversationId, content: said } = await messageOf(open, messageId);
      const content = said && answerOf(said);
      // What is answered is one of the choices that were shown.
      const isChoice = content?.kind === 'actions' && content.actions.some(({ id }) => id === actionId);
      if (!isChoice) throw unknownMessage();
      const sending = await open.sendContent(conversationId, { kind: 'intent', id: content.id, actionId });
      leaveToItself(sending);
      return toMessageView(sending.message);
    },
  };
}

async function messageOf(client: Client, messageId: string): Promise<Message> {
  const message = await client.getMessage(messageId);
  if (message === undefined) throw unknownMessage();
  return message;
}

async function conversationOf(client: Client, conversationId: string): Promise<ConversationView> {
  const conversation = await client.getConversation(conversationId);
  if (conversation === undefined) {
    throw new WalletInboxError('Conversation.Unknown', 'There is no such conversation.');
  }
  return toConversationView(conversation);
}

const unknownMessage = () => new WalletInboxError('Message.Unknown', 'There is no such message.');
