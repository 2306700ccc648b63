import type { InboxProvider } from '../../bridge/page/inboxProvider.ts';
import { type PageToRelay, pageChannel } from '../../bridge/page/pageMessages.ts';
import type { PageEventName } from '../../bridge/page/pageMethods.ts';
import { providerFault } from '../../bridge/page/providerFaults.ts';
import { faultError, refusal } from './faultError.ts';
import {
  addListener,
  callListener,
  clone,
  deepFreeze,
  defineProperty,
  dropListener,
  eachListener,
  freeze,
  ListenerSet,
  own,
  PagePromise,
  randomId,
  report,
} from './primordials.ts';
import { sayToRelay } from './relayLine.ts';

/** Requests that wait for an answer; a page that asks for more is told to slow down. */
const maxOutstanding = 1_000;

interface Outstanding {
  readonly message: PageToRelay;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A dictionary that inherits nothing. */
const dictionary = <T>() => ({ __proto__: null }) as unknown as Record<string, T>;

/**
 * A promise asks what it is resolved with for `then`, and a page may have given one to every object: it is then hidden,
 * or the caller would wait for ever.
 */
function withoutThen(result: unknown): unknown {
  if (typeof result === 'object' && result !== null && 'then' in result) {
    defineProperty(result, 'then', { __proto__: null, value: undefined } as PropertyDescriptor);
  }
  return result;
}

/** The provider of this page load, and the ear for what the relay says to it. */
export function createProvider(): {
  readonly provider: InboxProvider;
  readonly hear: (message: unknown, kind: unknown) => void;
} {
  const outstanding = dictionary<Outstanding>();
  let outstandingCount = 0;
  let isGone = false;
  let isListening = false;
  const listeners = {
    __proto__: null,
    permissionsChanged: new ListenerSet(),
    conversationOpened: new ListenerSet(),
    disconnect: new ListenerSet(),
  } as unknown as Record<PageEventName, Set<(data: unknown) => void>>;
  const isKnown = (event: unknown): event is PageEventName => typeof event === 'string' && event in listeners;

  function emit(event: PageEventName, data: unknown): void {
    deepFreeze(data);
    eachListener(listeners[event], (listener) => {
      try {
        callListener(listener, undefined, [data]);
      } catch (error) {
        report(error);
      }
    });
  }

  function settle(id: string): Outstanding | undefined {
    const waiting = outstanding[id];
    if (waiting !== undefined) {
      delete outstanding[id];
      outstandingCount -= 1;
    }
    return waiting;
  }

  const sayListen = () =>
    sayToRelay({ __proto__: null, channel: pageChannel, to: 'relay', kind: 'listen' } as PageToRelay);

  const provider = {
    __proto__: null,
    request: (args: unknown) =>
      new PagePromise((resolve, reject) => {
        if (isGone) throw refusal('disconnected');
        if (outstandingCount >= maxOutstanding) throw refusal('limitExceeded');
        const method = own(args, 'method');
        if (typeof method !== 'string') throw refusal('invalidParams');
        const id = randomId();
        let message: PageToRelay;
        try {
          // A copy: what is sent again after the worker ended is what was asked for, whatever the page did to it since.
          const params = clone(own(args, 'params'));
          message = {
            __proto__: null,
            channel: pageChannel,
            to: 'relay',
            kind: 'request',
            id,
            method,
            params,
          } as PageToRelay;
          sayToRelay(message);
        } catch {
          throw refusal('invalidParams');
        }
        outstanding[id] = { message, resolve, reject };
        outstandingCount += 1;
      }),
    on(event: unknown, listener: unknown) {
      if (isKnown(event) && typeof listener === 'function') {
        addListener(listeners[event], listener as (data: unknown) => void);
        if (!isListening) {
          isListening = true;
          sayListen();
        }
      }
      return provider;
    },
    removeListener(event: unknown, listener: unknown) {
      if (isKnown(event)) dropListener(listeners[event], listener as (data: unknown) => void);
      return provider;
    },
  } as unknown as InboxProvider;

  function hear(message: unknown, kind: unknown): void {
    if (kind === 'response') {
      const id = own(message, 'id');
      const waiting = typeof id === 'string' ? settle(id) : undefined;
      if (waiting === undefined) return;
      const error = own(message, 'error');
      if (error !== undefined) waiting.reject(faultError(error));
      else waiting.resolve(withoutThen(own(message, 'result')));
    } else if (kind === 'event') {
      const name = own(message, 'name');
      if (isKnown(name)) emit(name, own(message, 'data'));
    } else if (kind === 'lost') {
      for (const id in outstanding) sayToRelay((outstanding[id] as Outstanding).message);
      if (isListening) sayListen();
    } else if (kind === 'gone' && !isGone) {
      isGone = true;
      for (const id in outstanding) settle(id)?.reject(refusal('disconnected'));
      emit('disconnect', providerFault('disconnected'));
    }
  }

  freeze(provider.request);
  freeze(provider.on);
  freeze(provider.removeListener);
  return { provider: freeze(provider), hear };
}
