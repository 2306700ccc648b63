/** Every window that is open on the worker: popup, side panels, alert windows, onboarding; any number at once. */
import type { AppEvent } from '../../bridge/appEvent.ts';
import type { ClientEvent } from '../../core/client/client.ts';
import { createInboxFeed, type InboxFeed } from '../feeds/createInboxFeed.ts';
import { createPinned } from '../feeds/createPinned.ts';
import { createThreadFeed, type ThreadFeed } from '../feeds/createThreadFeed.ts';

const feedDelayMs = 50;

/** One window, as the procedures see it. */
export interface WindowContext {
  /** Path of the page, e.g. `/popup.html`. */
  readonly path: string;
  readonly tabId?: number;
  readonly inbox: InboxFeed;
  /** The feed of an open thread, made when there is none. */
  openThread(conversationId: string): ThreadFeed;
  closeThread(conversationId: string): void;
  send(event: AppEvent): void;
}

export interface WindowHub {
  add(input: { path: string; tabId?: number; send: (event: AppEvent) => void }): WindowContext;
  remove(window: WindowContext): void;
  windows(): readonly WindowContext[];
  broadcast(event: AppEvent): void;
  /** To every feed that follows. */
  note(event: ClientEvent): void;
  /** Ends all feeds: the client that they follow is gone. */
  endFeeds(): void;
  isThreadOpen(conversationId: string): boolean;
}

export function createWindowHub(): WindowHub {
  const windows = new Map<WindowContext, Map<string, ThreadFeed>>();
  const pinned = createPinned();
  return {
    add({ path, tabId, send }) {
      const threads = new Map<string, ThreadFeed>();
      const deps = { send, delayMs: feedDelayMs };
      const window: WindowContext = {
        path,
        ...(tabId === undefined ? {} : { tabId }),
        inbox: createInboxFeed({ ...deps, pinned: pinned.of }),
        openThread(conversationId) {
          const feed = threads.get(conversationId) ?? createThreadFeed(conversationId, deps);
          threads.set(conversationId, feed);
          return feed;
        },
        closeThread(conversationId) {
          threads.get(conversationId)?.stop();
          threads.delete(conversationId);
        },
        send,
      };
      windows.set(window, threads);
      return window;
    },
    remove(window) {
      window.inbox.stop();
      for (const thread of windows.get(window)?.values() ?? []) thread.stop();
      windows.delete(window);
    },
    windows: () => [...windows.keys()],
    broadcast(event) {
      for (const window of windows.keys()) window.send(event);
    },
    note(event) {
      pinned.note(event);
      for (const [window, threads] of windows) {
        window.inbox.note(event);
        for (const thread of threads.values()) thread.note(event);
      }
    },
    endFeeds() {
      for (const [window, threads] of windows) {
        window.inbox.stop();
        for (const thread of threads.values()) thread.stop();
        threads.clear();
      }
    },
    isThreadOpen: (conversationId) => [...windows.values()].some((threads) => threads.has(conversationId)),
  };
}
