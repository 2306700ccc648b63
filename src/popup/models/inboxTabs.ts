import type { ConversationView } from '../../bridge/conversationView.ts';
import type { SiteView } from '../../bridge/siteView.ts';

export type Tab = 'inbox' | 'requests' | 'apps';

/** Where a conversation is listed: under a tab, or on a page of its own. */
export type Place = Tab | 'archived' | 'blocked';

/** Inboxes that write for sites, also those that were unsubscribed from: their messages stay where they were. */
export function siteSenders(sites: readonly SiteView[]): ReadonlySet<string> {
  return new Set(sites.flatMap(({ subscriptions }) => subscriptions.map(({ sender }) => sender)));
}

export function placeOf(conversation: ConversationView, senders: ReadonlySet<string>): Place {
  const { kind, peerInboxId, consent, isArchived } = conversation;
  if (kind === 'dm' && peerInboxId !== undefined && senders.has(peerInboxId)) return 'apps';
  if (consent === 'denied') return 'blocked';
  if (isArchived) return 'archived';
  return consent === 'allowed' ? 'inbox' : 'requests';
}

export type InboxLists = Readonly<Record<Place, readonly ConversationView[]>>;

/** Every list in its order, from the conversations in theirs: in the inbox, those that are pinned stand first. */
export function inboxLists(
  conversations: readonly ConversationView[],
  senders: ReadonlySet<string>,
): InboxLists {
  const lists: Record<Place, ConversationView[]> = {
    inbox: [],
    requests: [],
    apps: [],
    archived: [],
    blocked: [],
  };
  for (const conversation of conversations) lists[placeOf(conversation, senders)].push(conversation);
  const pinned = lists.inbox.filter(({ isPinned }) => isPinned);
  const others = lists.inbox.filter(({ isPinned }) => !isPinned);
  return { ...lists, inbox: [...pinned, ...others] };
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
      return { site, conversations: conversations.filter((each) => placeOf(each, senders) === 'apps') };
    });
  const newest = ({ conversations: [first] }: AppGroup) => BigInt(first?.lastActivityNs ?? '0');
  return groups.sort((a, b) => (newest(b) > newest(a) ? 1 : newest(b) < newest(a) ? -1 : 0));
}
