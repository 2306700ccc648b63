import { useMemo, useState } from 'preact/hooks';
import { ConversationList } from '../components/ConversationList.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { PaneHeader } from '../components/PaneHeader.tsx';
import { useRowMenu } from '../components/useRowMenu.tsx';
import type { InboxModel } from '../models/inboxModel.ts';
import { inboxLists, siteSenders } from '../models/inboxTabs.ts';
import { addressesOfPeers, listNames } from '../models/listNames.ts';
import type { Router } from '../models/route.ts';
import type { SitesModel } from '../models/sitesModel.ts';
import { text } from '../text.ts';

export interface ConversationsViewProps {
  readonly ownInboxId: string;
  readonly place: 'archived' | 'blocked';
  readonly inbox: InboxModel;
  readonly sites: SitesModel;
  readonly router: Router;
  readonly onBack: () => void;
}

/** The page of what was archived, and of what was blocked: out of the inbox, each with its way back. */
export function ConversationsView({
  ownInboxId,
  place,
  inbox,
  sites,
  router,
  onBack,
}: ConversationsViewProps) {
  const [nowMs] = useState(Date.now());
  const all = inbox.conversations.value;
  const nameOf = useMemo(() => listNames(ownInboxId, addressesOfPeers(all ?? [])), [ownInboxId, all]);
  const { onMenu, run, parts } = useRowMenu(inbox, place);
  const lists = inboxLists(all ?? [], siteSenders(sites.sites.value ?? []));
  const shown = lists[place];
  const back = place === 'archived' ? 'unarchive' : 'unblock';
  return (
    <section aria-label={text(`${place}Title`)} class="pane pane--page">
      <PaneHeader onBack={onBack} title={text(`${place}Title`)} />
      {parts}
      {shown.length === 0 && !inbox.hasOlder.value ? (
        <EmptyState title={text(`empty_${place}`)}>
          <p>{text(`${place}Detail`)}</p>
        </EmptyState>
      ) : (
        <ConversationList
          action={{ label: text(`menu_${back}`), onSelect: (conversation) => run(back, conversation) }}
          conversations={shown}
          currentId={undefined}
          label={text(`${place}Title`)}
          nameOf={nameOf}
          nowMs={nowMs}
          onEnd={() => void inbox.loadOlder()}
          onMenu={onMenu}
          onOpen={(conversationId) => router.go({ name: 'thread', conversationId })}
          onScrolled={(px) => inbox.scrolledPx.set(place, px)}
          scrolledPx={inbox.scrolledPx.get(place) ?? 0}
        />
      )}
    </section>
  );
}
