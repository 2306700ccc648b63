import { useEffect, useState } from 'preact/hooks';
import { AppGroupSection } from '../components/AppGroupSection.tsx';
import { Button } from '../components/Button.tsx';
import { ConversationRow } from '../components/ConversationRow.tsx';
import { CopyableAddress } from '../components/CopyableAddress.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { QrCode } from '../components/QrCode.tsx';
import { Tabs } from '../components/Tabs.tsx';
import type { InboxModel } from '../models/inboxModel.ts';
import { appGroups, siteSenders, type Tab, tabOf } from '../models/inboxTabs.ts';
import type { Router } from '../models/route.ts';
import type { SitesModel } from '../models/sitesModel.ts';
import { text } from '../text.ts';

const panelId = 'inbox-panel';

export interface InboxViewProps {
  readonly inbox: InboxModel;
  readonly sites: SitesModel;
  readonly router: Router;
  readonly address: string;
  readonly currentId: string | undefined;
  readonly onLock: () => void;
}

export function InboxView({ inbox, sites, router, address, currentId, onLock }: InboxViewProps) {
  const { tab } = router;
  const nowMs = useMinute();
  const all = inbox.conversations.value;
  const allSites = sites.sites.value ?? [];
  const senders = siteSenders(allSites);
  // A request that was accepted, or a block, moves the open conversation: the list goes along with it.
  const current = all?.find((each) => each.conversationId === currentId);
  const currentTab = current === undefined ? undefined : tabOf(current, senders);
  useEffect(() => {
    if (currentTab !== undefined) tab.value = currentTab;
  }, [tab, currentTab]);
  const listed = (which: Tab) => all?.filter((each) => tabOf(each, senders) === which) ?? [];
  const groups = appGroups(allSites, all ?? []);
  const shown = listed(tab.value);
  const requests = listed('requests').length;
  const unreadApps = listed('apps').filter(
    ({ unreadCount, consent }) => unreadCount > 0 && consent === 'allowed',
  );
  const tabs: readonly { readonly value: Tab; readonly count: number }[] = [
    { value: 'inbox', count: 0 },
    { value: 'requests', count: requests },
    { value: 'apps', count: unreadApps.length },
    ...(listed('blocked').length > 0 ? [{ value: 'blocked' as const, count: 0 }] : []),
  ];
  const openThread = (conversationId: string) => router.go({ name: 'thread', conversationId });

  return (
    <section aria-label={text('inboxTitle')} class="pane pane--list">
      <header class="header">
        <h1 class="header__title header__name" tabIndex={-1}>
          {text('inboxTitle')}
        </h1>
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
        <IconButton icon="lock" label={text('lock')} onClick={onLock} />
      </header>
      <Tabs
        label={text('inboxTitle')}
        onChange={(value) => {
          tab.value = value;
        }}
        panelId={panelId}
        tabs={tabs.map((each) => ({ ...each, label: text(`tab_${each.value}`) }))}
        value={tab.value}
      />
      {inbox.failure.value && (
        <p class="notice notice--error" role="alert">
          {inbox.failure.value.sentence}
        </p>
      )}
      <div aria-labelledby={`${panelId}-${tab.value}`} class="pane" id={panelId} role="tabpanel">
        {tab.value === 'apps' ? (
          groups.length === 0 ? (
            <EmptyState title={text('empty_apps')}>
              <p>{text('emptyAppsDetail')}</p>
            </EmptyState>
          ) : (
            <div class="scroll">
              {groups.map((group) => (
                <AppGroupSection
                  currentId={currentId}
                  group={group}
                  key={group.site.origin}
                  nowMs={nowMs}
                  onManage={(origin) => router.go({ name: 'site', origin, from: 'inbox' })}
                  onOpen={openThread}
                />
              ))}
            </div>
          )
        ) : all !== undefined && shown.length === 0 ? (
          tab.value === 'inbox' ? (
            <EmptyInbox address={address} hasRequests={requests > 0} />
          ) : (
            <EmptyState title={text(`empty_${tab.value}`)} />
          )
        ) : (
          <div class="scroll">
            <ul class="rows">
              {shown.map((conversation) => (
                <li key={conversation.conversationId}>
                  <ConversationRow
                    conversation={conversation}
                    isCurrent={conversation.conversationId === currentId}
                    nowMs={nowMs}
                    onOpen={() => openThread(conversation.conversationId)}
                  />
                </li>
              ))}
            </ul>
            {inbox.hasOlder.value && (
              <Button kind="plain" onClick={() => void inbox.loadOlder()} wide>
                {text('listOlder')}
              </Button>
            )}
          </div>
        )}
      </div>
    </section>
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

/** The time, renewed each minute, so that relative times do not go stale. */
function useMinute(): number {
  const [nowMs, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(nowMs, Date.now() - 60_000);
}
