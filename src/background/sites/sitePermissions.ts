/** What a page is told of its own grants. */
import type { Permissions, Subscription } from '../../bridge/page/pageMethods.ts';
import type { SiteBody, SiteSubscriptionBody } from '../../core/records.ts';

/** What every origin without a grant is told, whatever the state of the inbox. */
export const noPermissions: Permissions = { grants: [] };

const seconds = (ms: number): number => Math.floor(ms / 1000);

const typesOn = ({ types }: SiteSubscriptionBody): readonly string[] =>
  types.filter(({ isOn }) => isOn).map(({ id }) => id);

export function sitePermissions(
  site: SiteBody | undefined,
  account: { readonly address: string; readonly inboxId: string },
): Permissions {
  if (site === undefined) return noPermissions;
  const { openConversation, subscriptions } = site;
  return {
    // Addresses are of every EVM chain; CAIP-10 wants one named.
    account: `eip155:1:${account.address.toLowerCase()}`,
    inboxId: account.inboxId,
    grants: [
      ...subscriptions.map((each) => ({
        capability: 'notify' as const,
        grantId: each.grantId,
        expiresAt: seconds(each.expiresMs),
        sender: each.senderInboxId,
        types: each.isActive ? typesOn(each) : [],
      })),
      ...(openConversation === undefined
        ? []
        : [
            {
              capability: 'openConversation' as const,
              grantId: openConversation.grantId,
              expiresAt: seconds(openConversation.expiresMs),
            },
          ]),
    ],
  };
}

export const toSubscription = (subscription: SiteSubscriptionBody): Subscription => ({
  grantId: subscription.grantId,
  sender: subscription.senderInboxId,
  types: typesOn(subscription),
});

export const siteSubscriptions = (site: SiteBody | undefined): readonly Subscription[] =>
  site?.subscriptions.filter(({ isActive }) => isActive).map(toSubscription) ?? [];
