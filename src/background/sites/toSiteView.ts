import type { SiteView, SubscriptionView } from '../../bridge/siteView.ts';
import type { Client } from '../../core/client/client.ts';
import type { SiteBody, SiteSubscriptionBody } from '../../core/records.ts';

/** A site as the Apps tab shows it. */
export async function toSiteView(
  site: SiteBody,
  client: Pick<Client, 'findDm'>,
  isSilenced: boolean,
): Promise<SiteView> {
  return {
    origin: site.origin,
    ...(site.name === undefined ? {} : { name: site.name }),
    ...(site.icon === undefined ? {} : { icon: site.icon }),
    subscriptions: await Promise.all(
      site.subscriptions.map((subscription) => toSubscriptionView(subscription, client)),
    ),
    canOpenConversation: site.openConversation !== undefined,
    ...(site.lastUsedMs === undefined ? {} : { lastUsedMs: site.lastUsedMs }),
    isSilenced,
  };
}

async function toSubscriptionView(
  subscription: SiteSubscriptionBody,
  client: Pick<Client, 'findDm'>,
): Promise<SubscriptionView> {
  const conversation = await client.findDm(subscription.senderInboxId);
  return {
    grantId: subscription.grantId,
    sender: subscription.senderInboxId,
    ...(conversation?.peerAddress === undefined ? {} : { senderAddress: conversation.peerAddress }),
    types: subscription.types.map((type) => ({ ...type })),
    isMuted: subscription.isMuted,
    isActive: subscription.isActive,
    verification: subscription.isVerified ? 'verified' : 'missing',
    ...(conversation === undefined ? {} : { conversationId: conversation.conversationId }),
    grantedAtMs: subscription.grantedMs,
    expiresAtMs: subscription.expiresMs,
  };
}

/** A site without any grant, of which the person has said that it may not ask. */
export const silencedSiteView = (origin: string): SiteView => ({
  origin,
  subscriptions: [],
  canOpenConversation: false,
  isSilenced: true,
});
