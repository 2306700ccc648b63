/**
 * What every request for a file has in common: nothing of the person goes with it, nothing of it is kept, and it goes
 * to the one host that was named. A redirect would lead to another, unasked.
 */
export const guardedRequest = {
  mode: 'cors',
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
  redirect: 'error',
  cache: 'no-store',
} as const satisfies RequestInit;

/** As much of `fetch` as is used. */
export type FetchFile = (url: string, init: RequestInit) => Promise<Response>;
