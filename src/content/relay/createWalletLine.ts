import { openWalletPort, type WalletCallMessage, walletPortName } from '../../bridge/page/walletCalls.ts';

/** An answer with all the icons that a page may have; what is longer is not passed on. */
const maxAnswerLength = 1_024 * 1_024;

/**
 * The relay's part of signing in with a wallet: while the worker has told this page to hold a port, it carries calls to
 * the page and answers back. A page cannot open it.
 */
export function createWalletLine(tellPage: (message: WalletCallMessage) => void): {
  /** An answer, as the page claims it. */
  hear(message: Readonly<Record<string, unknown>>): void;
  close(): void;
} {
  let port: chrome.runtime.Port | undefined;

  chrome.runtime.onMessage.addListener((message: unknown, sender) => {
    const kind =
      typeof message === 'object' && message !== null && 'kind' in message ? message.kind : undefined;
    if (sender.id !== chrome.runtime.id || kind !== openWalletPort || port !== undefined) return;
    const opened = chrome.runtime.connect({ name: walletPortName });
    port = opened;
    opened.onMessage.addListener((said: WalletCallMessage) => {
      tellPage({ kind: 'walletCall', id: said.id, call: said.call });
    });
    opened.onDisconnect.addListener(() => {
      void chrome.runtime?.lastError;
      if (port === opened) port = undefined;
    });
  });

  return {
    hear({ id, answer }) {
      if (port === undefined || typeof id !== 'string') return;
      try {
        const text = JSON.stringify(answer);
        if (text.length <= maxAnswerLength) {
          port.postMessage({ kind: 'walletAnswer', id, answer: JSON.parse(text) });
        }
      } catch {
        // A cycle, nothing at all, or a port that has just gone: no answer.
      }
    },
    close() {
      port?.disconnect();
      port = undefined;
    },
  };
}
