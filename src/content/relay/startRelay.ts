import { pageChannel, type RelayToPage, type WorkerToRelay } from '../../bridge/page/pageMessages.ts';
import { providerFault } from '../../bridge/page/providerFaults.ts';
import type { WalletCallMessage } from '../../bridge/page/walletCalls.ts';
import { createTokenBucket } from './createTokenBucket.ts';
import { createWalletLine } from './createWalletLine.ts';
import { createWorkerLink } from './createWorkerLink.ts';
import { isPrerendering } from './isPrerendering.ts';
import { readPageMessage } from './readPageMessage.ts';

/**
 * Carries messages between the page and the worker; keeps nothing and knows nothing of the person. Every message of the
 * page is a claim: it is checked here for form, so that the worker is not woken for nothing, and again there.
 */
export function startRelay(): void {
  const { origin } = window;
  if (origin === 'null' || !window.isSecureContext || window !== window.top) return;

  // Looser than the worker's own limits: this one keeps a flood out of the browser's process.
  const mayPass = createTokenBucket({ burst: 100, perSecond: 20 });
  let isListenDeferred = false;
  let isGone = false;

  function tellPage(
    message: WorkerToRelay | WalletCallMessage | { readonly kind: 'lost' } | { readonly kind: 'gone' },
  ): void {
    const said: RelayToPage = { ...message, channel: pageChannel, to: 'page' };
    window.postMessage(said, origin);
  }
  const tellLost = () => tellPage({ kind: 'lost' });

  const worker = createWorkerLink({
    message: tellPage,
    lost: tellLost,
    gone() {
      isGone = true;
      tellPage({ kind: 'gone' });
    },
  });

  const wallets = createWalletLine(tellPage);

  const hearPage = (event: MessageEvent) => {
    // Frames and other windows can write to this window, and the browser says so. A page in the making is not shown
    // to anybody yet; once it is, it is told to say everything again.
    if (!event.isTrusted || event.source !== window || event.origin !== origin || isPrerendering()) return;
    const read = readPageMessage(event.data);
    if (read === undefined) return;
    if (isGone) {
      tellPage({ kind: 'gone' });
      return;
    }
    if (read.kind === 'walletAnswer') {
      if (mayPass(performance.now())) wallets.hear(read.message);
      return;
    }
    if (read.kind === 'refused') {
      tellPage({ kind: 'response', id: read.id, error: providerFault(read.reason) });
      return;
    }
    if (read.kind === 'request') {
      if (mayPass(performance.now())) worker.say({ ...read, hasGesture: navigator.userActivation.isActive });
      else tellPage({ kind: 'response', id: read.id, error: providerFault('limitExceeded') });
    } else if (document.hidden && !worker.isOpen()) {
      // Pages that nobody looks at must not wake the worker again and again.
      isListenDeferred = true;
    } else {
      worker.say(read);
    }
  };

  const hearShown = () => {
    if (document.hidden || !isListenDeferred) return;
    isListenDeferred = false;
    worker.say({ kind: 'listen' });
  };
  const hearHidden = () => worker.close();
  const hearPageShow = (event: PageTransitionEvent) => {
    if (event.persisted) tellLost();
  };

  /** Adds what is not there: a listener is known by its function. */
  function addListeners(): void {
    window.addEventListener('message', hearPage);
    window.addEventListener('pagehide', hearHidden);
    window.addEventListener('pageshow', hearPageShow);
    document.addEventListener('visibilitychange', hearShown);
    document.addEventListener('prerenderingchange', tellLost);
  }
  addListeners();
  // A page that writes itself anew (`document.open`) removes every listener there is, also those of other worlds.
  new MutationObserver(addListeners).observe(document, { childList: true });
}
