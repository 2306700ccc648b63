/** What may become of a site's row: pure steps from one body to the next. */
import type { NotificationType } from '../../bridge/page/pageMethods.ts';
import type { SiteBody, SiteSubscriptionBody } from '../../core/records.ts';

/** A grant ends by itself, so that a site which nobody remembers has no rights either. */
const grantLifeMs = 365 * 24 * 60 * 60 * 1000;

export const newSite = (origin: string): SiteBody => ({ origin, subscriptions: [], consentDue: [] });

export interface NotifyGrant {
  readonly sender: string;
  readonly types: readonly (NotificationType & { readonly isOn: boolean })[];
  readonly isVerified: boolean;
}

export const isEmptySite = (site: SiteBody): boolean =>
  site.subscriptions.length === 0 && site.openConversation === undefined && site.consentDue.length === 0;

/** The grant of this sender, made or made anew; its id stays, so that what was set on it stays findable. */
export function withNotify(
  site: SiteBody,
  grant: NotifyGrant,
  at: { readonly nowMs: number; readonly newGrantId: string },
): SiteBody {
  const earlier = site.subscriptions.find(({ senderInboxId }) => senderInboxId === grant.sender);
  const next: SiteSubscriptionBody = {
    grantId: earlier?.grantId ?? at.newGrantId,
    senderInboxId: grant.sender,
    types: grant.types,
    isMuted: earlier?.isMuted ?? false,
    isActive: true,
    isVerified: grant.isVerified,
    grantedMs: at.nowMs,
    expiresMs: at.nowMs + grantLifeMs,
  };
  return {
    ...site,
    subscriptions: [...site.subscriptions.filter((each) => each !== earlier), next],
  };
}

export const withOpenConversation = (
  site: SiteBody,
  at: { readonly nowMs: number; readonly newGrantId: string },
): SiteBody => ({
  ...site,
  openConversation: {
    grantId: site.openConversation?.grantId ?? at.newGrantId,
    grantedMs: at.nowMs,
    expiresMs: at.nowMs + grantLifeMs,
  },
});

export const withSubscription = (
  site: SiteBody,
  grantId: string,
  change: (subscription: SiteSubscriptionBody) => SiteSubscriptionBody,
): SiteBody => ({
  ...site,
  subscriptions: site.subscriptions.map((each) => (each.grantId === grantId ? change(each) : each)),
});

/** The types with exactly these switched on. */
export const withTypesOn = (
  subscription: SiteSubscriptionBody,
  typeIds: readonly string[],
): SiteSubscriptionBody => ({
  ...subscription,
  types: subscription.types.map((type) => ({ ...type, isOn: typeIds.includes(type.id) })),
});

export function withoutGrants({ name: _, icon: __, openConversation: ___, ...site }: SiteBody): SiteBody {
  return { ...site, subscriptions: [] };
}

/** Without what has run out. The same object when nothing has. */
export function withoutExpired(site: SiteBody, nowMs: number): SiteBody {
  const subscriptions = site.subscriptions.filter(({ expiresMs }) => expiresMs > nowMs);
  const { openConversation, ...rest } = site;
  const isOpenOver = openConversation !== undefined && openConversation.expiresMs <= nowMs;
  if (subscriptions.length === site.subscriptions.length && !isOpenOver) return site;
  return {
    ...rest,
    subscriptions,
    ...(openConversation === undefined || isOpenOver ? {} : { openConversation }),
  };
}

export const isWantedBy = (site: SiteBody, senderInboxId: string): boolean =>
  site.subscriptions.some((each) => each.isActive && each.senderInboxId === senderInboxId);

/** A debt of consent: the newest word on a sender is the one that counts. */
export const withConsentDue = (
  site: SiteBody,
  senderInboxId: string,
  state: SiteBody['consentDue'][number]['state'],
): SiteBody => ({
  ...site,
  consentDue: [
    ...site.consentDue.filter((due) => due.senderInboxId !== senderInboxId),
    { senderInboxId, state },
  ],
});
