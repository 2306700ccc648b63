import { useEffect, useMemo, useState } from 'preact/hooks';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { ConnectionLine } from '../components/ConnectionLine.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { GroupNotices } from '../components/GroupNotices.tsx';
import { Waiting } from '../components/Waiting.tsx';
import type { AppModel } from '../models/appModel.ts';
import { createGroupModel } from '../models/groupModel.ts';
import type { InboxModel } from '../models/inboxModel.ts';
import type { InboxSearchModel } from '../models/inboxSearchModel.ts';
import type { Router } from '../models/route.ts';
import { siteOfPeer } from '../models/siteName.ts';
import type { SitesModel } from '../models/sitesModel.ts';
import { takeFocus } from '../models/takeFocus.ts';
import { createThreadModel } from '../models/threadModel.ts';
import { text } from '../text.ts';
import { InboxView } from './InboxView.tsx';
import * as later from './laterViews.ts';

/** From here on list and thread stand side by side. */
const wideQuery = '(min-width: 640px)';

export interface ReadyViewProps {
  readonly port: BackgroundPort;
  readonly app: AppModel;
  readonly inbox: InboxModel;
  readonly search: InboxSearchModel;
  readonly sites: SitesModel;
  readonly router: Router;
  /** The popup takes its width from its content, and only ever shows one of list and thread. */
  readonly hasRoomForTwo: boolean;
}

/** The inbox, with whatever lies over it or stands beside it. */
export function ReadyView({ port, app, inbox, search, sites, router, hasRoomForTwo }: ReadyViewProps) {
  const state = app.state.value;
  const isWide = useMediaQuery(wideQuery) && hasRoomForTwo;
  const route = router.route.value;
  // The page of a group stands before its thread, which stays open behind it.
  const threadId = route.name === 'thread' || route.name === 'group' ? route.conversationId : undefined;
  const target = useMemo(
    () =>
      route.name === 'thread' && route.messageId !== undefined ? { messageId: route.messageId } : undefined,
    [route],
  );
  const thread = useMemo(
    () => (threadId === undefined ? undefined : createThreadModel(port, threadId)),
    [port, threadId],
  );
  useEffect(() => {
    if (!thread) return undefined;
    const stop = port.onConnect(() => void thread.open());
    return () => {
      stop();
      thread.dispose();
    };
  }, [port, thread]);
  const isGroup = route.name === 'group' || thread?.conversation.value?.kind === 'group';
  const groupId = isGroup ? threadId : undefined;
  const group = useMemo(
    () => (groupId === undefined ? undefined : createGroupModel(port, groupId)),
    [port, groupId],
  );
  useEffect(() => {
    if (!group) return undefined;
    const stop = port.onConnect(() => void group.load());
    return () => {
      stop();
      group.dispose();
    };
  }, [port, group]);
  const place = route.name === 'group' ? `group ${route.page}` : route.name;
  useEffect(takeFocus, [place]);
  const isListHere = inbox.conversations.value !== undefined;
  useEffect(() => {
    if (isListHere) void later.preloadViews();
  }, [isListHere]);
  if (!state?.account) return <Waiting />;

  const goBack = () => router.go({ name: 'inbox' });
  const detail =
    route.name === 'settings' ? (
      <later.settings.View app={app} router={router} state={state} />
    ) : route.name === 'newMessage' ? (
      <later.newMessage.View inbox={inbox} router={router} suggested={route} />
    ) : route.name === 'newGroup' ? (
      <later.newGroup.View ownInboxId={state.account.inboxId} port={port} router={router} />
    ) : route.name === 'group' && group ? (
      <later.groupPages.View
        conversation={thread?.conversation.value}
        inbox={inbox}
        model={group}
        port={port}
        route={route}
        router={router}
      />
    ) : route.name === 'archived' || route.name === 'blocked' ? (
      <later.conversations.View
        inbox={inbox}
        key={route.name}
        onBack={() => router.go({ name: route.from })}
        ownInboxId={state.account.inboxId}
        place={route.name}
        router={router}
        sites={sites}
      />
    ) : route.name === 'sites' ? (
      <later.sitesList.View router={router} sites={sites} />
    ) : route.name === 'site' ? (
      <later.sitePage.View
        key={route.origin}
        onBack={() => router.go({ name: route.from })}
        origin={route.origin}
        router={router}
        sites={sites}
      />
    ) : route.name === 'draft' ? (
      <later.draft.View draftId={route.draftId} port={port} router={router} />
    ) : thread ? (
      <later.thread.View
        key={thread.conversationId}
        group={group?.group.value}
        notices={
          group?.group.value && (
            <GroupNotices consent={thread.conversation.value?.consent} group={group.group.value} />
          )
        }
        onBack={isWide ? undefined : goBack}
        onDetails={
          group && (() => router.go({ name: 'group', conversationId: thread.conversationId, page: 'about' }))
        }
        ownInboxId={state.account.inboxId}
        port={port}
        site={siteOfPeer(sites.sites.value ?? [], thread.conversation.value?.peerInboxId)}
        suggestion={route.name === 'thread' ? route.suggestion : undefined}
        target={target}
        thread={thread}
        unsent={router.unsent}
      />
    ) : undefined;

  return (
    <main class="shell">
      <ConnectionLine connection={state.connection} />
      <div class={`panes${isWide ? ' panes--both' : ''}`}>
        {(isWide || !detail) && (
          <InboxView
            address={state.account.address}
            currentId={threadId}
            inbox={inbox}
            onLock={() => void app.lock()}
            ownInboxId={state.account.inboxId}
            router={router}
            search={search}
            sites={sites}
          />
        )}
        {detail ?? (isWide && <EmptyState title={text('threadNone')} />)}
      </div>
    </main>
  );
}

function useMediaQuery(query: string): boolean {
  const [isMatching, setMatching] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const update = () => setMatching(list.matches);
    // The window may have changed its size between the first render and this effect.
    update();
    list.addEventListener('change', update);
    return () => list.removeEventListener('change', update);
  }, [query]);
  return isMatching;
}
