import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { ConversationView } from '../../bridge/conversationView.ts';
import { Button } from '../components/Button.tsx';
import { ConversationRow } from '../components/ConversationRow.tsx';
import { CopyableAddress } from '../components/CopyableAddress.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { QrCode } from '../components/QrCode.tsx';
import type { InboxModel } from '../models/inboxModel.ts';
import type { Router } from '../models/route.ts';
import { text } from '../text.ts';

type Tab = 'inbox' | 'requests' | 'blocked';

const tabOf: Readonly<Record<ConversationView['consent'], Tab>> = {
  allowed: 'inbox',
  unknown: 'requests',
  denied: 'blocked',
};

export interface InboxViewProps {
  readonly inbox: InboxModel;
  readonly router: Router;
  readonly address: string;
  readonly currentId: string | undefined;
  readonly onLock: () => void;
}

export function InboxView({ inbox, router, address, currentId, onLock }: InboxViewProps) {
  const tab = useSignal<Tab>('inbox');
  const nowMs = useMinute();
  const all = inbox.conversations.value;
  // A request that was accepted, or a block, moves the open conversation: the list goes along with it.
  const currentConsent = all?.find((each) => each.conversationId === currentId)?.consent;
  useEffect(() => {
    if (currentConsent !== undefined) tab.value = tabOf[currentConsent];
  }, [tab, currentConsent]);
  const count = (which: Tab) => all?.filter((each) => tabOf[each.consent] === which).length ?? 0;
  const shown = all?.filter((each) => tabOf[each.consent] === tab.value) ?? [];
  const requests = count('requests');

  return (
    <section aria-label={text('inboxTitle')} class="pane pane--list">
      <header class="header">
        <h1 class="header__title header__name">{text('inboxTitle')}</h1>
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
      <div class="tabs" role="tablist">
        {(['inbox', 'requests', ...(count('blocked') > 0 ? (['blocked'] as const) : [])] as const).map(
          (each) => (
            <button
              aria-selected={tab.value === each}
              class="tab"
              key={each}
              onClick={() => {
                tab.value = each;
              }}
              role="tab"
              type="button"
            >
              {text(`tab_${each}`)}
              {each === 'requests' && requests > 0 ? ` ${requests}` : ''}
            </button>
          ),
        )}
      </div>
      {inbox.failure.value && (
        <p class="notice notice--error" role="alert">
          {inbox.failure.value.sentence}
        </p>
      )}
      {all !== undefined && shown.length === 0 ? (
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
                  onOpen={() => router.go({ name: 'thread', conversationId: conversation.conversationId })}
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
