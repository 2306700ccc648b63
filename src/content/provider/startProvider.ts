import {
  announceProviderEvent,
  type InboxAnnouncement,
  requestProviderEvent,
} from '../../bridge/page/inboxProvider.ts';
import { answerWalletCall } from './answerWalletCall.ts';
import { createProvider } from './createProvider.ts';
import { mark } from './mark.ts';
import {
  deepFreeze,
  defineProperty,
  dispatch,
  listen,
  onRewrite,
  PageEvent,
  page,
  pageOrigin,
  randomId,
} from './primordials.ts';
import { listenerForRelay } from './relayLine.ts';

/** Gives this page its provider and announces it. Runs in the page's own world, before the page's scripts. */
export function startProvider(): void {
  // A page that was sandboxed by its headers has no origin that a grant could name.
  if (pageOrigin === 'null' || !page.isSecureContext || page !== page.top) return;

  const { provider, hear } = createProvider();
  const hearRelay = listenerForRelay((message, kind) => {
    if (kind === 'walletCall') answerWalletCall(message);
    else hear(message, kind);
  });

  const detail: InboxAnnouncement = deepFreeze({
    __proto__: null,
    info: { __proto__: null, uuid: randomId(), name: 'wallet-inbox', icon: mark, rdns: 'wallet-inbox' },
    provider,
  } as unknown as InboxAnnouncement);
  const announce = () => {
    dispatch(
      new PageEvent(announceProviderEvent, { __proto__: null, detail } as CustomEventInit<InboxAnnouncement>),
    );
  };
  const addListeners = () => {
    listen('message', hearRelay);
    listen(requestProviderEvent, announce);
  };
  addListeners();
  onRewrite(addListeners);
  announce();
  // As loose as a global can be: a page that has a `walletInbox` of its own must work as before.
  if (!('walletInbox' in page)) {
    defineProperty(page, 'walletInbox', {
      __proto__: null,
      value: provider,
      writable: true,
      configurable: true,
      enumerable: false,
    } as PropertyDescriptor);
  }
}
