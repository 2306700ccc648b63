import { pagePortName, type RelayToWorker, type WorkerToRelay } from '../../bridge/page/pageMessages.ts';

/** A port that held this long did not fail at once: the worker ended as workers do. */
const soundMs = 5_000;
const firstDelayMs = 250;
const maxDelayMs = 30_000;

export interface WorkerLinkEvents {
  readonly message: (message: WorkerToRelay) => void;
  /** What is unanswered must be said again. Not before a while when ports keep failing. */
  readonly lost: () => void;
  /** The extension is gone; nothing follows. */
  readonly gone: () => void;
}

export interface WorkerLink {
  /** Connects when there is no port. What is said in vain is followed by `lost`. A port is told once to listen. */
  say(message: RelayToWorker): void;
  isOpen(): boolean;
  /** For a page that goes into the back/forward cache, where no port may stay. Says nothing. */
  close(): void;
}

/** The one port of this document, opened with the first thing to say. */
export function createWorkerLink(events: WorkerLinkEvents): WorkerLink {
  let port: chrome.runtime.Port | undefined;
  let openedMs = 0;
  let delayMs = 0;
  let isWaiting = false;
  let hasListened = false;
  let isGone = false;

  function ended(): void {
    port = undefined;
    // Of an extension that was updated or removed, this is what is left in its old pages.
    if (chrome.runtime?.id === undefined) {
      isGone = true;
      events.gone();
      return;
    }
    delayMs =
      performance.now() - openedMs >= soundMs ? 0 : Math.min(maxDelayMs, Math.max(firstDelayMs, delayMs * 2));
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      events.lost();
    }, delayMs);
  }

  function connect(): chrome.runtime.Port | undefined {
    try {
      const opened = chrome.runtime.connect({ name: pagePortName });
      openedMs = performance.now();
      hasListened = false;
      opened.onMessage.addListener((message) => events.message(message as WorkerToRelay));
      opened.onDisconnect.addListener(() => {
        // Read, or the browser writes it to the page's console.
        void chrome.runtime?.lastError;
        if (port === opened) ended();
      });
      return opened;
    } catch {
      isGone = true;
      events.gone();
      return undefined;
    }
  }

  return {
    say(message) {
      if (isGone || isWaiting) return;
      port ??= connect();
      if (message.kind === 'listen') {
        if (hasListened) return;
        hasListened = true;
      }
      try {
        port?.postMessage(message);
      } catch {
        if (port !== undefined) ended();
      }
    },
    isOpen: () => port !== undefined,
    close() {
      port?.disconnect();
      port = undefined;
    },
  };
}
