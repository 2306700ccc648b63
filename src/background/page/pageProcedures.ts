/** What each method does for a page whose origin is proven. */
import { pageMethodNames } from '../../bridge/page/pageMethodNames.ts';
import type {
  PageMethod,
  PageMethods,
  Permissions,
  ProviderFaultReason,
} from '../../bridge/page/pageMethods.ts';
import type { Approvals } from '../approvals/createApprovals.ts';
import type { Drafts } from '../sites/createDrafts.ts';
import type { SiteStore } from '../sites/createSiteStore.ts';
import { unsubscribe, type Withdrawals } from '../sites/createWithdrawals.ts';
import {
  noPermissions,
  sitePermissions,
  siteSubscriptions,
  toSubscription,
} from '../sites/sitePermissions.ts';
import type { ProvenPage } from './provenPage.ts';

/** The open inbox, as far as pages are concerned. */
export interface PageInbox {
  readonly store: SiteStore;
  readonly account: { readonly address: string; readonly inboxId: string };
}

/** `later`: the person has the word. */
export type PageOutcome =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'fault'; readonly reason: ProviderFaultReason }
  | { readonly kind: 'later' };

export interface PageCall<M extends PageMethod> {
  readonly page: ProvenPage;
  readonly requestId: string;
  readonly params: PageMethods[M]['params'];
}

export type PageProcedures = {
  readonly [M in PageMethod]: (call: PageCall<M>) => Promise<PageOutcome>;
};

/** Only in answer to a click or a key press: they bring a window before the person's eyes. */
export const gestureMethods: ReadonlySet<PageMethod> = new Set([
  'inbox_requestPermissions',
  'inbox_subscribe',
  'inbox_openConversation',
]);

const done = (result: unknown): PageOutcome => ({ kind: 'result', result });
const fault = (reason: ProviderFaultReason): PageOutcome => ({ kind: 'fault', reason });

export function pageProcedures(deps: {
  /** Undefined while locked and without an account: pages must not see the difference to having no grant. */
  readonly inbox: () => Promise<PageInbox | undefined>;
  readonly approvals: Approvals;
  readonly withdrawals: Withdrawals;
  readonly drafts: Drafts;
  /** A draft is there: brings a window that takes it. */
  readonly showDraft: (draftId: string) => void;
  readonly conversationOpened: (page: ProvenPage) => void;
}): PageProcedures {
  const { inbox, approvals, withdrawals, drafts } = deps;

  const grantOf = async ({ origin }: ProvenPage, sender: string) => {
    const store = (await inbox())?.store;
    const subscription = store
      ?.site(origin)
      ?.subscriptions.find(({ senderInboxId }) => senderInboxId === sender);
    return store === undefined || subscription === undefined ? undefined : { store, subscription };
  };

  const permissions = async ({ origin }: ProvenPage): Promise<Permissions> => {
    const open = await inbox();
    return open === undefined ? noPermissions : sitePermissions(open.store.site(origin), open.account);
  };

  const ask = async (input: Parameters<Approvals['ask']>[0]): Promise<PageOutcome> => {
    const reason = await approvals.ask(input);
    return reason === undefined ? { kind: 'later' } : fault(reason);
  };

  return {
    async inbox_getCapabilities() {
      return done({
        version: 1,
        methods: pageMethodNames,
        events: ['permissionsChanged', 'conversationOpened', 'disconnect'],
        capabilities: ['notify', 'openConversation'],
      });
    },
    inbox_requestPermissions: ({ page, requestId, params }) =>
      ask({
        ...page,
        pageRequestId: requestId,
        kind: 'permissions',
        ...(params.notify === undefined ? {} : { notify: params.notify }),
        openConversation: params.openConversation !== undefined,
      }),
    async inbox_getPermissions({ page }) {
      return done(await permissions(page));
    },
    async inbox_revokePermissions({ page }) {
      const open = await inbox();
      if (open === undefined) await withdrawals.add({ origin: page.origin });
      else await open.store.revoke(page.origin);
      return done(noPermissions);
    },
    async inbox_subscribe({ page, requestId, params }) {
      if ((await grantOf(page, params.sender)) === undefined) return fault('notGranted');
      return await ask({
        ...page,
        pageRequestId: requestId,
        kind: 'subscribe',
        notify: params,
        openConversation: false,
      });
    },
    async inbox_updateSubscription({ page, params }) {
      const found = await grantOf(page, params.sender);
      const isOn = (id: string) => found?.subscription.types.some((type) => type.id === id && type.isOn);
      // A page may only narrow: what is off was switched off by the person, or never allowed.
      if (found === undefined || !found.subscription.isActive || !params.types.every(isOn)) {
        return fault('notGranted');
      }
      const { store, subscription } = found;
      await store.setTypes(subscription.grantId, params.types);
      await store.noteUse(page.origin);
      const now = (await grantOf(page, params.sender))?.subscription ?? subscription;
      return done(toSubscription(now));
    },
    async inbox_unsubscribe({ page, params }) {
      const open = await inbox();
      if (open === undefined) await withdrawals.add({ origin: page.origin, sender: params.sender });
      else await unsubscribe(open.store, page.origin, params.sender);
      return done(null);
    },
    async inbox_getSubscriptions({ page }) {
      return done(siteSubscriptions((await inbox())?.store.site(page.origin)));
    },
    async inbox_openConversation({ page, params }) {
      const store = (await inbox())?.store;
      if (store?.site(page.origin)?.openConversation === undefined) return fault('notGranted');
      const { origin } = page;
      deps.showDraft(await drafts.put({ origin, peer: params.peer, text: params.draft ?? '' }));
      await store.noteUse(origin);
      deps.conversationOpened(page);
      return done(null);
    },
  };
}
