import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { AppGroupSection } from '../components/AppGroupSection.tsx';
import { ConversationList } from '../components/ConversationList.tsx';
import { CopyableAddress } from '../components/CopyableAddress.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { FailureNote } from '../components/FailureNote.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { NavigationRow } from '../components/NavigationRow.tsx';
import { QrCode } from '../components/QrCode.tsx';
import { SearchField } from '../components/SearchField.tsx';
import { moveInResults, SearchResults } from '../components/SearchResults.tsx';
import { Tabs } from '../components/Tabs.tsx';
import { type RowMenuParts, useRowMenu } from '../components/useRowMenu.tsx';
import type { InboxModel } from '../models/inboxModel.ts';
import type { InboxSearchModel } from '../models/inboxSearchModel.ts';
import { appGroups, inboxLists, placeOf, siteSenders, type Tab } from '../models/inboxTabs.ts';
import { addressesOfPeers, listNames } from '../models/listNames.ts';
import type { NameOf } from '../models/messageLine.ts';
import type { Router } from '../models/route.ts';
import type { SitesModel } from '../models/sitesModel.ts';
import { text } from '../text.ts';

const panelId = 'inbox-panel';
const tabNames: readonly Tab[] = ['inbox', 'requests', 'apps'];

export interface InboxViewProps {
  readonly inbox: InboxModel;
  readonly search: InboxSearchModel;
  readonly sites: SitesModel;
  readonly router: Router;
  readonly address: string;
  readonly ownInboxId: string;
  readonly currentId: string | undefined;
  readonly onLock: () => void;
}

export function InboxView(props: InboxViewProps) {
  const { inbox, search, router, currentId, ownInboxId } = props;
  const nowMs = useMinute();
  const frame = useRef<HTMLElement>(null);
  const opener = useRef<HTMLSpanElement>(null);
  const query = search.query.value;
  const route = router.route.value;
  const messageId = route.name === 'thread' ? route.messageId : undefined;
  useSearchKeys(search.open);
  const all = inbox.conversations.value;
  const nameOf = useMemo(() => listNames(ownInboxId, addressesOfPeers(all ?? [])), [ownInboxId, all]);

  const open = (conversationId: string, messageId?: string) =>
    router.go({ name: 'thread', conversationId, ...(messageId === undefined ? {} : { messageId }) });
  function openFirst(): void {
    const result = search.result.value;
    const [conversation] = result?.conversations ?? [];
    const [message] = result?.messages ?? [];
    if (search.isWaiting.value) return;
    if (conversation) open(conversation.conversationId);
    else if (message) open(message.conversationId, message.messageId);
  }
  function close(): void {
    search.close();
    requestAnimationFrame(() => opener.current?.querySelector('button')?.focus());
  }

  return (
    <section aria-label={text('inboxTitle')} class="pane pane--list" ref={frame}>
      {query === undefined ? (
        <header class="header">
          <h1 class="header__title header__name" tabIndex={-1}>
            {text('inboxTitle')}
          </h1>
          <span ref={opener}>
            <IconButton icon="search" label={text('searchOpen')} onClick={search.open} />
          </span>
          <IconButton
            icon="compose"
            label={text('newMessageTitle')}
            onClick={() => router.go({ name: 'newMessage' })}
          />
          <IconButton
            icon="settings"
            label={text('settingsTitle')}
            onClick={() => router.go({ name: 'settings' })}
          />
          <IconButton icon="lock" label={text('lock')} onClick={props.onLock} />
        </header>
      ) : (
        <>
          <h1 class="visually-hidden">{text('searchTitle')}</h1>
          <SearchField
            onClose={close}
            onDown={() => {
              if (frame.current !== null) moveInResults(frame.current, 1);
            }}
            onEnter={openFirst}
            onInput={search.ask}
            query={query}
          />
        </>
      )}
      {query === undefined ? (
        <Lists {...props} nameOf={nameOf} nowMs={nowMs} onOpen={open} />
      ) : (
        <SearchResults
          nameOf={nameOf}
          currentId={currentId}
          currentMessageId={messageId}
          model={search}
          nowMs={nowMs}
          onOpen={open}
        />
      )}
    </section>
  );
}

interface ListsProps extends InboxViewProps {
  readonly nameOf: NameOf;
  readonly nowMs: number;
  readonly onOpen: (conversationId: string) => void;
}

function Lists({ inbox, sites, router, address, currentId, nameOf, nowMs, onOpen }: ListsProps) {
  const { tab } = router;
  const all = inbox.conversations.value;
  const allSites = sites.sites.value;
  const senders = useMemo(() => siteSenders(allSites ?? []), [allSites]);
  const lists = useMemo(() => inboxLists(all ?? [], senders), [all, senders]);
  // A request that was accepted, or a block, moves the open conversation: the list goes along with it.
  const current = all?.find((each) => each.conversationId === currentId);
  const place = current === undefined ? undefined : placeOf(current, senders);
  useEffect(() => {
    const moved = tabNames.find((name) => name === place);
    if (moved !== undefined) tab.value = moved;
  }, [tab, place]);
  const { onMenu, parts } = useRowMenu(inbox, tab.value);

  const shown = lists[tab.value];
  const requests = lists.requests.length;
  const unreadApps = lists.apps.filter(
    ({ unreadCount, consent }) => unreadCount > 0 && consent === 'allowed',
  );
  const counts: Readonly<Record<Tab, number>> = { inbox: 0, requests, apps: unreadApps.length };
  const archived = tab.value === 'inbox' ? lists.archived.length : 0;
  return (
    <>
      <Tabs
        label={text('inboxTitle')}
        onChange={(value) => {
          tab.value = value;
        }}
        panelId={panelId}
        tabs={tabNames.map((value) => ({ value, count: counts[value], label: text(`tab_${value}`) }))}
        value={tab.value}
      />
      {parts}
      <FailureNote sentence={inbox.failure.value?.sentence} />
      <div aria-labelledby={`${panelId}-${tab.value}`} class="pane" id={panelId} role="tabpanel">
        {tab.value === 'apps' ? (
          <Apps
            conversations={all ?? []}
            currentId={currentId}
            nameOf={nameOf}
            nowMs={nowMs}
            onMenu={onMenu}
            onManage={(origin) => router.go({ name: 'site', origin, from: 'inbox' })}
            onOpen={onOpen}
            sites={allSites ?? []}
          />
        ) : all !== undefined && shown.length === 0 && archived === 0 && !inbox.hasOlder.value ? (
          tab.value === 'inbox' ? (
            <EmptyInbox address={address} hasRequests={requests > 0} />
          ) : (
            <EmptyState title={text(`empty_${tab.value}`)} />
          )
        ) : (
          <ConversationList
            conversations={shown}
            currentId={currentId}
            key={tab.value}
            label={text(`tab_${tab.value}`)}
            nameOf={nameOf}
            nowMs={nowMs}
            onEnd={() => void inbox.loadOlder()}
            onMenu={onMenu}
            onOpen={onOpen}
            onScrolled={(px) => inbox.scrolledPx.set(tab.value, px)}
            scrolledPx={inbox.scrolledPx.get(tab.value) ?? 0}
          >
            {archived > 0 && (
              <div class="nav-rows">
                <NavigationRow
                  icon="archive"
                  label={text('archivedTitle')}
                  onOpen={() => router.go({ name: 'archived', from: 'inbox' })}
                  value={String(archived)}
                />
              </div>
            )}
          </ConversationList>
        )}
      </div>
    </>
  );
}

interface AppsProps {
  readonly sites: Parameters<typeof appGroups>[0];
  readonly conversations: Parameters<typeof appGroups>[1];
  readonly currentId: string | undefined;
  readonly nameOf: NameOf;
  readonly nowMs: number;
  readonly onOpen: (conversationId: string) => void;
  readonly onManage: (origin: string) => void;
  readonly onMenu: RowMenuParts['onMenu'];
}

function Apps({ sites, conversations, ...rest }: AppsProps) {
  const groups = appGroups(sites, conversations);
  if (groups.length === 0) {
    return (
      <EmptyState title={text('empty_apps')}>
        <p>{text('emptyAppsDetail')}</p>
      </EmptyState>
    );
  }
  return (
    <div class="scroll">
      {groups.map((group) => (
        <AppGroupSection group={group} key={group.site.origin} {...rest} />
      ))}
    </div>
  );
}

function EmptyInbox({ address, hasRequests }: { readonly address: string; readonly hasRequests: boolean }) {
  return (
    <EmptyState title={text('emptyInboxTitle')}>
      <p>{text(hasRequests ? 'emptyInboxRequests' : 'emptyInboxDetail')}</p>
      <QrCode content={address} label={text('addressQr')} />
      <CopyableAddress address={address} />
    </EmptyState>
  );
}

/** Control and F, or a slash while nobody types. */
function useSearchKeys(open: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const isTyping =
        target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null;
      const isFind = event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      const isSlash = event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!isFind && !isSlash) return;
      event.preventDefault();
      open();
      document.querySelector<HTMLElement>('.search-field__input')?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [open]);
}

/** The time, renewed each minute, so that relative times do not go stale. */
function useMinute(): number {
  const [nowMs, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(nowMs, Date.now() - 60_000);
}
