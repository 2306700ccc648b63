import type { ConversationView } from '../../bridge/conversationView.ts';
import type { SiteView } from '../../bridge/siteView.ts';

export type Tab = 'inbox' | 'requests' | 'apps' | 'blocked';

const tabOfConsent: Readonly<Record<ConversationView['consent'], Tab>> = {
  allowed: 'inbox',
  unknown: 'requests',
  denied: 'blocked',
};

/** Inboxes that write for sites, also those that were unsubscribed from: their messages stay where they were. */
export function siteSenders(sites: readonly SiteView[]): ReadonlySet<string> {
  return new Set(sites.flatMap(({ subscriptions }) => subscriptions.map(({ sender }) => sender)));
}

/** Where a conversation is listed. */
export function tabOf(conversation: ConversationView, senders: ReadonlySet<string>): Tab {
  const { kind, peerInboxId, consent } = conversation;
  return kind === 'dm' && peerInboxId !== undefined && senders.has(peerInboxId)
    ? 'apps'
    : tabOfConsent[consent];
}

/** A site with what its senders wrote. One sender of two sites stands under both. */
export interface AppGroup {
  readonly site: SiteView;
  readonly conversations: readonly ConversationView[];
}

/** Sites that may write, or could; those with the newest message first, as the conversations come. */
export function appGroups(
  sites: readonly SiteView[],
  conversations: readonly ConversationView[],
): readonly AppGroup[] {
  const groups = sites
    .filter(({ subscriptions }) => subscriptions.length > 0)
    .map((site) => {
      const senders = siteSenders([site]);
      return { site, conversations: conversations.filter((each) => tabOf(each, senders) === 'apps') };
    });
  const newest = ({ conversations: [first] }: AppGroup) => BigInt(first?.lastActivityNs ?? '0');
  return groups.sort((a, b) => (newest(b) > newest(a) ? 1 : newest(b) < newest(a) ? -1 : 0));
}
