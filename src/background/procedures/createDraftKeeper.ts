/**
 * What is being written, at hand at once and in the store a moment after the last key. A window that closes has no time
 * to say goodbye, the popup least of all: so the moment is waited for here, not there.
 */
import type { Client } from '../../core/client/client.ts';
import type { Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';

export interface DraftKeeper {
  /** The last one counts, from whatever window. An empty text is none. */
  write(conversationId: string, text: string): void;
  /** Brings what waits into the store: somebody is about to read it. */
  settle(conversationId: string): Promise<void>;
}

export function createDraftKeeper(deps: {
  readonly client: () => Promise<Client>;
  readonly delayMs: number;
  readonly logger: Logger;
}): DraftKeeper {
  const { client, delayMs, logger } = deps;
  const waiting = new Map<string, { readonly text: string; readonly timer: ReturnType<typeof setTimeout> }>();
  /** Of one conversation one after the other. */
  const stores = new Map<string, Promise<void>>();

  async function store(conversationId: string, text: string): Promise<void> {
    await stores.get(conversationId);
    try {
      await (await client()).setPreferences(conversationId, { draft: text });
    } catch (error) {
      // Locked or gone meanwhile: there is nobody to tell.
      logger.info('draft.notKept', errorFacts(error));
    }
  }

  function settle(conversationId: string): Promise<void> {
    const entry = waiting.get(conversationId);
    if (entry === undefined) return stores.get(conversationId) ?? Promise.resolve();
    waiting.delete(conversationId);
    clearTimeout(entry.timer);
    const stored = store(conversationId, entry.text).finally(() => {
      if (stores.get(conversationId) === stored) stores.delete(conversationId);
    });
    stores.set(conversationId, stored);
    return stored;
  }

  return {
    write(conversationId, text) {
      clearTimeout(waiting.get(conversationId)?.timer);
      const timer = setTimeout(() => void settle(conversationId), delayMs);
      waiting.set(conversationId, { text, timer });
    },
    settle,
  };
}
