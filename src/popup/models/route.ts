import { type Signal, signal } from '@preact/signals';

/** Where a window is. The list is not a place of its own in a wide window: it stands beside the thread. */
export type Route =
  | { readonly name: 'inbox' }
  | { readonly name: 'thread'; readonly conversationId: string }
  | { readonly name: 'newMessage' }
  | { readonly name: 'settings' };

export interface Router {
  readonly route: Signal<Route>;
  /** Onboarding has begun in this window, so its last step is shown although an account exists by then. */
  readonly isOnboarding: Signal<boolean>;
  readonly hasLeftOnboarding: Signal<boolean>;
  go(to: Route): void;
}

/** Reads `#/conversation/<32 hex digits>`, the form in which an alert's click opens a window. */
export function routeOfHash(hash: string): Route {
  const match = /^#\/conversation\/([0-9a-f]{32})$/u.exec(hash);
  return match?.[1] === undefined ? { name: 'inbox' } : { name: 'thread', conversationId: match[1] };
}

export function createRouter(initialHash: string): Router {
  const route = signal<Route>(routeOfHash(initialHash));
  return {
    route,
    isOnboarding: signal(false),
    hasLeftOnboarding: signal(false),
    go(to) {
      route.value = to;
    },
  };
}
