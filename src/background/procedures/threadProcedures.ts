import type { threadChannels } from '../../bridge/channels/threadChannels.ts';
import type { Client } from '../../core/client/client.ts';
import { messagePage } from '../feeds/messagePage.ts';
import { toMessageView } from '../views/toMessageView.ts';
import type { SendOnce } from './createSendOnce.ts';
import type { Procedures } from './procedure.ts';

/** Behind thread.* and message.*. */
export function threadProcedures(deps: {
  readonly client: () => Promise<Client>;
  readonly sendOnce: SendOnce;
}): Procedures<keyof typeof threadChannels> {
  const { client, sendOnce } = deps;
  return {
    async 'thread.open'({ conversationId }, window) {
      const open = await client();
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
      return messagePage(await client(), conversationId, BigInt(beforeNs));
    },
    async 'message.send'(input) {
      return toMessageView(await sendOnce(await client(), input));
    },
    async 'message.retry'({ messageId }) {
      await (await client()).retry(messageId);
      return {};
    },
  };
}
