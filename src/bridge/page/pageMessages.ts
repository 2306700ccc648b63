/**
 * What crosses the two edges between a page and the worker. Page <-> relay is a window message on the page's own window,
 * where anybody may write: whoever reads checks everything. Relay <-> worker is a port whose sender the browser stamps.
 */
import type { PageEventName, ProviderFault } from './pageMethods.ts';
import type { WalletCallMessage } from './walletCalls.ts';

/** Marks our window messages among all others. */
export const pageChannel = 'wallet-inbox';

/** Name of the port of a relay: one a document, opened with the first thing to say. */
export const pagePortName = 'page';

/** Page (provider) to relay. `id`: `^[A-Za-z0-9_-]{16,64}$`, random, kept when a request is sent again after `lost`. */
export type PageToRelay =
  | {
      readonly channel: typeof pageChannel;
      readonly to: 'relay';
      readonly kind: 'request';
      readonly id: string;
      readonly method: string;
      readonly params?: unknown;
    }
  /** The page has a listener: events are wanted. */
  | { readonly channel: typeof pageChannel; readonly to: 'relay'; readonly kind: 'listen' };

/** Worker's answers and events; the relay passes them on with `channel` and `to`. */
export type WorkerToRelay =
  | { readonly kind: 'response'; readonly id: string; readonly result: unknown }
  | { readonly kind: 'response'; readonly id: string; readonly error: ProviderFault }
  | { readonly kind: 'event'; readonly name: PageEventName; readonly data: unknown };

/** Relay to page. */
export type RelayToPage = (
  | WorkerToRelay
  | WalletCallMessage
  /** The worker ended: send again (same ids) what is unanswered. */
  | { readonly kind: 'lost' }
  /** The extension was removed or updated: nothing will be answered any more. */
  | { readonly kind: 'gone' }
) & { readonly channel: typeof pageChannel; readonly to: 'page' };

/** Relay to worker. `hasGesture` is what the browser says of the document, never what the page says. */
export type RelayToWorker =
  | {
      readonly kind: 'request';
      readonly id: string;
      readonly method: string;
      readonly params?: unknown;
      readonly hasGesture: boolean;
    }
  | { readonly kind: 'listen' };
