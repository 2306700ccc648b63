import { pageChannel } from '../../bridge/page/pageMessages.ts';
import type { WalletAnswer } from '../../bridge/page/walletCalls.ts';
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

/**
 * Passes a call of the worker to a wallet of this page (EIP-6963) and its answer back. The page can forge such a call,
 * which asks its own wallet for what it could have asked by itself, and every answer, which the worker believes only as far
 * as a signature bears it out. Nothing is kept between two calls.
 */
export function answerWalletCall(message: unknown): void {
  const id = own(message, 'id');
  const call = own(message, 'call');
  const name = own(call, 'name');
  if (typeof id !== 'string') return;
  const answer = (said: WalletAnswer) => {
    try {
      sayToRelay({
        __proto__: null,
        channel: pageChannel,
        to: 'relay',
        kind: 'walletAnswer',
        id,
        answer: said,
      } as Parameters<typeof sayToRelay>[0]);
    } catch {
      // What cannot be cloned is no answer; the worker's patience ends by itself.
    }
  };
  const fail = (error: unknown) => {
    const code = own(error, 'code');
    answer({ ok: false, code: typeof code === 'number' ? code : internalError });
  };

  const found = discover();
  if (name === 'discover') {
    answer({ ok: true, wallets: found.wallets });
    return;
  }
  const provider = own(found.providers, own(call, 'uuid') as string);
  if (name === 'accounts') {
    request(
      provider,
      'eth_requestAccounts',
      [],
      (accounts) => answer({ ok: true, accounts } as WalletAnswer),
      fail,
    );
  } else if (name === 'sign') {
    const params = [own(call, 'message'), own(call, 'address')];
    request(
      provider,
      'personal_sign',
      params,
      (signature) => answer({ ok: true, signature } as WalletAnswer),
      fail,
    );
  }
}

/** EIP-1474 */
const internalError = -32603;

/** An own property, also where a prototype would catch the assignment. */
const put = (target: object, key: string | number, value: unknown) => {
  defineProperty(target, key, {
    __proto__: null,
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  } as PropertyDescriptor);
};

/** Who announces itself when asked. Wallets answer while they are being asked. */
function discover() {
  const providers = { __proto__: null } as unknown as Record<string, unknown>;
  const wallets: { uuid: string; name: string; rdns: string; icon?: string }[] = [];
  const collect = (event: Event) => {
    const detail = detailOf(event as CustomEvent);
    const info = own(detail, 'info');
    const uuid = own(info, 'uuid');
    if (typeof uuid !== 'string' || own(providers, uuid) !== undefined) return;
    put(providers, uuid, own(detail, 'provider'));
    put(wallets, wallets.length, {
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

function request(
  provider: unknown,
  method: 'eth_requestAccounts' | 'personal_sign',
  params: readonly unknown[],
  done: (result: unknown) => void,
  fail: (error: unknown) => void,
): void {
  try {
    // A wallet's methods are where it has them: on itself, on its class, behind a proxy.
    const ask = (provider as { readonly request: () => unknown }).request;
    const asked = new PagePromise((resolve) => {
      resolve(callListener(ask, provider, [{ method, params }] as unknown as []));
    });
    thenOf(asked, done, fail);
  } catch (error) {
    fail(error);
  }
}
