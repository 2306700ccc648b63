import { type PageToRelay, pageChannel } from '../../bridge/page/pageMessages.ts';
import type { WalletAnswerMessage } from '../../bridge/page/walletCalls.ts';
import { dataOf, originOf, own, page, pageOrigin, post, sourceOf } from './primordials.ts';

type ToRelay =
  | PageToRelay
  | (WalletAnswerMessage & { readonly channel: typeof pageChannel; readonly to: 'relay' });

/** Says something to the relay: an object literal without prototype, with `channel` and `to` in it. Throws what cannot be cloned. */
export function sayToRelay(message: ToRelay): void {
  post(message, pageOrigin);
}

/**
 * A listener for window messages that hears the relay. Scripts of this page can speak in its name, and fool nobody but themselves; no frame and no other
 * window can, because the browser says whose message it is.
 */
export function listenerForRelay(hear: (message: unknown, kind: unknown) => void): (event: Event) => void {
  return (event) => {
    if (sourceOf(event as MessageEvent) !== page || originOf(event as MessageEvent) !== pageOrigin) return;
    const message = dataOf(event as MessageEvent);
    if (own(message, 'channel') !== pageChannel || own(message, 'to') !== 'page') return;
    hear(message, own(message, 'kind'));
  };
}
