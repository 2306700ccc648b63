import { type MessagePage, maxMessagesInPage } from '../../bridge/threadView.ts';
import type { Client } from '../../core/client/client.ts';
import { toMessageView } from '../views/toMessageView.ts';

/** Half of what fits: the client never splits messages of one instant, so its page may be longer than asked for. */
const pageLength = maxMessagesInPage / 2;

/** The newest messages (older than `beforeNs` when given), newest first. */
export async function messagePage(
  client: Client,
  conversationId: string,
  beforeNs?: bigint,
): Promise<MessagePage> {
  const messages = await client.listMessages(conversationId, {
    limit: pageLength,
    ...(beforeNs === undefined ? {} : { beforeNs }),
  });
  return {
    messages: messages.slice(0, maxMessagesInPage).map((message) => toMessageView(message)),
    hasOlder: messages.length >= pageLength,
  };
}
