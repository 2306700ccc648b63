/** The pages in which a thread is read: from its end, upwards, downwards, and from the midst of it. */
import {
  maxMessagesInPage,
  type NewerPage,
  type OlderPage,
  type ThreadPart,
} from '../../bridge/threadView.ts';
import type { Client, Message } from '../../core/client/client.ts';
import { toMessageView } from '../views/toMessageView.ts';

/** Half of what fits: the client never splits messages of one instant, so its page may be longer than asked for. */
const pageLength = maxMessagesInPage / 2;

/** On each side of a place in the midst. */
const sideLength = maxMessagesInPage / 4;

const views = (messages: readonly Message[]) => messages.map((message) => toMessageView(message));

/** The newest messages, or those before `beforeNs`. */
export async function olderPage(
  client: Client,
  conversationId: string,
  beforeNs?: bigint,
  limit = pageLength,
): Promise<OlderPage> {
  const messages = await client.listMessages(conversationId, {
    limit,
    ...(beforeNs === undefined ? {} : { beforeNs }),
  });
  return { messages: views(messages.slice(0, limit * 2)), hasOlder: messages.length >= limit };
}

/** The messages next to `afterNs`. */
export async function newerPage(
  client: Client,
  conversationId: string,
  afterNs: bigint,
  limit = pageLength,
): Promise<NewerPage> {
  const messages = await client.listMessages(conversationId, { limit, afterNs });
  return { messages: views(messages.slice(-limit * 2)), hasNewer: messages.length >= limit };
}

/** What stands before and after a moment; a message of that very moment is in it. */
export async function pageAround(client: Client, conversationId: string, atNs: bigint): Promise<ThreadPart> {
  const { messages: older, hasOlder } = await olderPage(client, conversationId, atNs + 1n, sideLength);
  const { messages: newer, hasNewer } = await newerPage(client, conversationId, atNs, sideLength);
  return { messages: [...newer, ...older], hasOlder, hasNewer };
}
