/**
 * What the provider needs of the page's world, taken before any script of the page runs. Everything here is called as it
 * is: a page (or a library in it) may replace every global, method and iterator afterwards, and often does so in good
 * faith. Rules for this folder: no method calls on values, no `for ... of`, spread, array destructuring, `async`, or
 * assignment to a property that is not there yet; objects that are read by the platform have no prototype.
 */
const { apply } = Reflect;

/** A method as a function of its receiver, which stays what it was. */
function uncurried<T, A extends readonly unknown[], R>(
  method: (this: T, ...args: A) => R,
): (self: T, ...args: A) => R {
  return bind(call, method) as (self: T, ...args: A) => R;
}
const { bind: boundOf, call } = Function.prototype;
const bind = (fn: unknown, self: unknown) => apply(boundOf, fn as typeof call, [self]) as unknown;

/** Getter of an attribute of the DOM. */
function getterOf<T, R>(prototype: T, name: string): (self: T) => R {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get as (this: T) => R;
  return uncurried(get);
}

export const page = window;
export const pageOrigin = window.origin;
export const PageError = Error;
export const PagePromise = Promise;
export const PageEvent = CustomEvent;
export const PlainEvent = Event;
export const { defineProperty, freeze } = Object;
const { keys } = Object;
const hasOwn = uncurried(Object.prototype.hasOwnProperty);
export const callListener = apply;
export const clone = bind(structuredClone, page) as <T>(value: T) => T;
export const report = bind(reportError, page) as (error: unknown) => void;
export const randomId = bind(crypto.randomUUID, crypto) as () => string;

/** Adds nothing when the listener is there already. */
export const listen = bind(addEventListener, page) as (
  type: string,
  listener: (event: Event) => void,
) => void;
export const unlisten = bind(removeEventListener, page) as typeof listen;
export const dispatch = bind(dispatchEvent, page) as (event: Event) => boolean;
export const post = bind(postMessage, page) as (message: unknown, targetOrigin: string) => void;

export const dataOf = getterOf<MessageEvent, unknown>(MessageEvent.prototype, 'data');
export const originOf = getterOf<MessageEvent, string>(MessageEvent.prototype, 'origin');
export const detailOf = getterOf<CustomEvent, unknown>(CustomEvent.prototype, 'detail');
export const sourceOf = getterOf<MessageEvent, unknown>(MessageEvent.prototype, 'source');

/** To be called at the start. Calls back when the document got other children: what `document.open` leaves has lost every listener. */
export function onRewrite(listener: () => void): void {
  new MutationObserver(listener).observe(document, {
    __proto__: null,
    childList: true,
  } as MutationObserverInit);
}

export const thenOf = uncurried<
  Promise<unknown>,
  [((result: unknown) => void) | undefined, ((error: unknown) => void)?],
  Promise<unknown>
>(Promise.prototype.then as never);

export const ListenerSet = Set;
type Listeners = Set<(data: unknown) => void>;
export const addListener = uncurried<Listeners, [(data: unknown) => void], Listeners>(Set.prototype.add);
export const dropListener = uncurried<Listeners, [(data: unknown) => void], boolean>(Set.prototype.delete);
export const eachListener = uncurried<Listeners, [(listener: (data: unknown) => void) => void], void>(
  Set.prototype.forEach,
);

/** An own property, or undefined: what a prototype says does not count. */
export function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** Frozen, and all within it. */
export function deepFreeze<T>(value: T): T {
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
    const names = keys(value);
    for (let index = 0; index < names.length; index += 1) deepFreeze(own(value, names[index] as string));
    freeze(value);
  }
  return value;
}
