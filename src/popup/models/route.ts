import { type Signal, signal } from '@preact/signals';
import type { Tab } from './inboxTabs.ts';

/** What a site wants the person to write. It stands in the composer, and is sent by the person or not at all. */
export interface Suggestion {
  readonly text: string;
  readonly origin: string;
}

/** The pages of a group: what it is, its texts, who is to come in, who may do what. */
export type GroupPage = 'about' | 'edit' | 'add' | 'permissions';

/** Where a window is. The list is not a place of its own in a wide window: it stands beside the thread. */
export type Route =
  | { readonly name: 'inbox' }
  | {
      readonly name: 'thread';
      readonly conversationId: string;
      readonly suggestion?: Suggestion;
      /** The message that was looked for. */
      readonly messageId?: string;
    }
  | { readonly name: 'newMessage'; readonly peer?: string; readonly suggestion?: Suggestion }
  | { readonly name: 'newGroup' }
  | {
      readonly name: 'group';
      readonly conversationId: string;
      readonly page: GroupPage;
      /** Who was just named and could not be brought in. */
      readonly notAddedInboxIds?: readonly string[];
    }
  | { readonly name: 'settings' }
  /** What was put out of the inbox. `from`: where one goes back to. */
  | { readonly name: 'archived' | 'blocked'; readonly from: 'inbox' | 'settings' }
  | { readonly name: 'sites' }
  /** `from`: where one came from, and goes back to. */
  | { readonly name: 'site'; readonly origin: string; readonly from: 'inbox' | 'sites' }
  | { readonly name: 'draft'; readonly draftId: string };

export interface Router {
  readonly route: Signal<Route>;
  /** Which list is shown; kept while a thread stands before it. */
  readonly tab: Signal<Tab>;
  /** What was written and not sent, by conversation: other threads may stand in between. */
  readonly unsent: Map<string, string>;
  /** Onboarding has begun in this window, so its last step is shown although an account exists by then. */
  readonly isOnboarding: Signal<boolean>;
  readonly hasLeftOnboarding: Signal<boolean>;
  go(to: Route): void;
}

/** Where Escape leads: one step back out of what stands before the list, as the arrow in its head does. */
export function routeBehind(route: Route): Route {
  switch (route.name) {
    case 'newGroup':
      return { name: 'newMessage' };
    case 'archived':
    case 'blocked':
    case 'site':
      return { name: route.from };
    case 'sites':
      return { name: 'settings' };
    case 'group': {
      const { conversationId, page } = route;
      return page === 'about'
        ? { name: 'thread', conversationId }
        : { name: 'group', conversationId, page: 'about' };
    }
    default:
      return { name: 'inbox' };
  }
}

/** Reads `#/conversation/<id>` and `#/draft/<id>` (32 hex digits), the forms in which the worker opens a window. */
export function routeOfHash(hash: string): Route {
  const [, kind, id] = /^#\/(conversation|draft)\/([0-9a-f]{32})$/u.exec(hash) ?? [];
  if (kind === undefined || id === undefined) return { name: 'inbox' };
  return kind === 'draft' ? { name: 'draft', draftId: id } : { name: 'thread', conversationId: id };
}

export function createRouter(initialHash: string): Router {
  const route = signal<Route>(routeOfHash(initialHash));
  return {
    route,
    tab: signal<Tab>('inbox'),
    unsent: new Map(),
    isOnboarding: signal(false),
    hasLeftOnboarding: signal(false),
    go(to) {
      route.value = to;
    },
  };
}
