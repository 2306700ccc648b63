import { createEventHub } from '../conversation/eventHub.ts';
import type { Session } from '../conversation/session.ts';
import { nameOf } from './catchUp.ts';
import type { ClientEvent } from './client.ts';
import { conversationViews } from './conversationView.ts';
import { messageViews } from './messageViews.ts';

/** Turns what was committed into views for listeners, in the order of the commits. */
export interface EventFeed {
  on(listener: (event: ClientEvent) => void): () => void;
  /** Resolves when everything committed so far was told. */
  idle(): Promise<void>;
}

export function createEventFeed(session: Session): EventFeed {
  const { database, logger } = session;
  const hub = createEventHub<ClientEvent>(logger);
  let listeners = 0;
  let tail: Promise<void> = Promise.resolve();

  const tell = (work: () => Promise<void>): void => {
    if (listeners === 0) return;
    tail = tail.then(work).catch((error: unknown) => {
      logger.error('client.event.failed', { error: nameOf(error) });
    });
  };

  session.events.on((event) => {
    if (event.kind === 'message') {
      tell(async () => {
        const [message] = await messageViews(session, [event.row]);
        if (message !== undefined) hub.emit({ kind: 'message', message, isNew: event.isNew });
      });
    }
    if (event.kind === 'messageRemoved') tell(async () => hub.emit(event));
    if (event.kind === 'conversation') {
      tell(async () => {
        const row = await database.get('conversations', event.conversationId);
        if (row === undefined) return;
        const [conversation] = await conversationViews(session, [row]);
        if (conversation !== undefined) hub.emit({ kind: 'conversation', conversation, isNew: event.isNew });
      });
    }
  });

  return {
    on(listener) {
      listeners += 1;
      const off = hub.on(listener);
      let isOn = true;
      return () => {
        if (isOn) listeners -= 1;
        isOn = false;
        off();
      };
    },
    async idle() {
      await tail;
    },
  };
}
