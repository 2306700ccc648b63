/** Sends a text or a reply once for each request id of a window, also when the window asks again after a broken port. */
import * as v from 'valibot';
import type { Client, Message } from '../../core/client/client.ts';
import type { Logger } from '../../core/ports.ts';
import { createMutex } from '../platform/createMutex.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { StorageArea } from '../platform/storageArea.ts';

/** How many requests are remembered; a window repeats one at once or never. */
const maxRemembered = 200;
const sentKey = 'messages.sent';

const rememberedSchema = v.array(
  v.strictObject({ clientRequestId: v.string(), conversationId: v.string(), messageId: v.string() }),
);

export type SendOnce = (
  client: Client,
  input: {
    readonly conversationId: string;
    readonly text: string;
    readonly clientRequestId: string;
    /** Id of the message that it answers. */
    readonly replyTo?: string;
  },
) => Promise<Message>;

export function createSendOnce(memory: StorageArea, logger: Logger): SendOnce {
  const exclusive = createMutex();
  return (client, { conversationId, text, clientRequestId, replyTo }) =>
    exclusive(async () => {
      const stored = v.safeParse(rememberedSchema, await memory.get(sentKey));
      const remembered = stored.success ? stored.output : [];
      const earlier = remembered.find((entry) => entry.clientRequestId === clientRequestId);
      if (earlier !== undefined) {
        const message = await client.getMessage(earlier.messageId);
        if (message !== undefined) return message;
      }
      // For the moment between the store and the memory below, in which the worker may die.
      const options = { idempotencyKey: clientRequestId };
      const { message, sent } =
        replyTo === undefined
          ? await client.sendText(conversationId, text, options)
          : // To what has vanished in the meantime, too: others may still have it.
            await client.sendContent(
              conversationId,
              { kind: 'reply', reference: replyTo, content: { kind: 'text', text } },
              options,
            );
      // How it ends is stored and comes as an event; nobody waits for it here.
      sent.catch((error: unknown) => logger.info('message.notSent', errorFacts(error)));
      const entry = { clientRequestId, conversationId: message.conversationId, messageId: message.messageId };
      await memory.set(sentKey, [...remembered, entry].slice(-maxRemembered));
      return message;
    });
}
