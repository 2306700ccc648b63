import { pageChannel } from '../../bridge/page/pageMessages.ts';
import {
  callListener,
  defineProperty,
  detailOf,
  dispatch,
  listen,
  own,
  PagePromise,
  PlainEvent,
  thenOf,
  unlisten,
} from './primordials.ts';
import { sayToRelay } from './relayLine.ts';

/** EIP-1474 */
const internalError = -32603;

/**
 * Passes a call of the worker to a wallet of this page (EIP-6963) and its answer back. The page can forge such a call,
 * which asks its own wallet for what it could have asked by itself, and every answer, which the worker believes only as far
 * as a signature bears it out; what a wallet is to send it shows to the person itself. Nothing is kept between two calls.
 */
export function answerWalletCall(message: unknown): void {
  const call = own(message, 'call');
  const name = own(call, 'name');
  const { providers, wallets } = discover();

  const answer = (said: object) => {
    sayToRelay({
      __proto__: null,
      channel: pageChannel,
      to: 'relay',
      kind: 'walletAnswer',
      id: own(message, 'id'),
      answer: said,
    } as unknown as Parameters<typeof sayToRelay>[0]);
  };
  const fail = (error: unknown) => {
    const code = own(error, 'code');
    answer({ __proto__: null, ok: false, code: typeof code === 'number' ? code : internalError });
  };
  const succeed = (key: string, value: unknown) => answer({ __proto__: null, ok: true, [key]: value });

  if (name === 'discover') succeed('wallets', wallets);
  if (name === 'request') {
    const asked = new PagePromise((resolve) => {
      // A wallet's methods are where it has them: on itself, on its class, behind a proxy. What it throws is caught here.
      const provider = own(providers, own(call, 'uuid') as string) as { readonly request: () => unknown };
      const request = { method: own(call, 'method'), params: own(call, 'params') };
      resolve(callListener(provider.request, provider, [request] as unknown as []));
    });
    thenOf(
      thenOf(asked, (result) => succeed('result', result)),
      undefined,
      fail,
    );
  }
}

/** Adds an own property, also where a prototype would catch the assignment. */
const add = (target: object, key: string | number, value: unknown) => {
  defineProperty(target, key, { __proto__: null, value, enumerable: true } as PropertyDescriptor);
};

/** Who announces itself when asked. Wallets answer while they are being asked. */
function discover() {
  const providers = { __proto__: null };
  const wallets: object[] = [];
  const collect = (event: Event) => {
    const detail = detailOf(event as CustomEvent);
    const info = own(detail, 'info');
    const uuid = own(info, 'uuid');
    if (typeof uuid !== 'string' || uuid in providers) return;
    add(providers, uuid, own(detail, 'provider'));
    add(wallets, wallets.length, {
      __proto__: null,
      uuid,
      name: own(info, 'name'),
      rdns: own(info, 'rdns'),
      icon: own(info, 'icon'),
    });
  };
  listen('eip6963:announceProvider', collect);
  dispatch(new PlainEvent('eip6963:requestProvider'));
  unlisten('eip6963:announceProvider', collect);
  return { providers, wallets };
}
