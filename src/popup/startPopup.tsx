/** Starts the inbox in one of our pages: popup, side panel, a window of its own, onboarding. */
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/inbox.css';
import './styles/search.css';
import './styles/thread.css';
import './styles/content.css';
import './styles/onboarding.css';
import './styles/groups.css';
import './styles/sites.css';
import './styles/names.css';
import './styles/uploads.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { createBackgroundPort } from './adapter/backgroundPort.ts';
import { createAppModel } from './models/appModel.ts';
import { createApprovalModel } from './models/approvalModel.ts';
import { createInboxModel } from './models/inboxModel.ts';
import { createInboxSearchModel } from './models/inboxSearchModel.ts';
import { createNamesModel } from './models/namesModel.ts';
import { createRouter, routeBehind, routeOfHash } from './models/route.ts';
import { createSitesModel } from './models/sitesModel.ts';
import { createWalletsModel } from './models/walletsModel.ts';
import { text } from './text.ts';
import { AppView, type Surface } from './views/AppView.tsx';

export interface StartOptions {
  readonly root: HTMLElement;
  readonly surface: Surface;
}

export function startPopup({ root, surface }: StartOptions): void {
  const port = createBackgroundPort();
  const app = createAppModel(port);
  const inbox = createInboxModel(port);
  const search = createInboxSearchModel(port);
  const names = createNamesModel(port);
  const sites = createSitesModel(port);
  const approval = surface === 'approval' ? createApprovalModel(port) : undefined;
  const router = createRouter(location.hash);

  document.title = text('appName');
  // Of what is shown: where the browser's own language is not there, that is another one.
  document.documentElement.lang = text('languageTag');
  document.body.classList.add(surface);

  // A subscription ends with the port and with the phase `ready`: begin it anew at each.
  function subscribe(): void {
    if (approval !== undefined) {
      void approval.refresh();
      return;
    }
    // To compare addresses the worker reads them all: the list comes first.
    void inbox.subscribe().then(names.subscribe);
    void sites.subscribe();
  }
  let wasReady = false;
  effect(() => {
    const isReady = app.state.value?.phase === 'ready';
    if (isReady && !wasReady) subscribe();
    if (!isReady && wasReady) {
      inbox.clear();
      search.close();
      names.clear();
      sites.clear();
      approval?.clear();
      router.go({ name: 'inbox' });
    }
    wasReady = isReady;
  });
  port.onConnect(() => {
    if (wasReady) subscribe();
  });

  effect(() => {
    const theme = app.state.value?.settings.theme ?? 'system';
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  });

  port.onEvent((event) => {
    if (event.kind === 'showConversation')
      router.go({ name: 'thread', conversationId: event.conversationId });
    if (event.kind === 'showDraft') router.go({ name: 'draft', draftId: event.draftId });
  });
  addEventListener('hashchange', () => router.go(routeOfHash(location.hash)));
  for (const type of ['keydown', 'pointerdown'] as const)
    addEventListener(type, () => app.touch(), { passive: true });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && router.route.value.name !== 'inbox' && !event.isComposing) {
      event.preventDefault();
      router.go(routeBehind(router.route.value));
    }
  });

  render(
    <AppView
      app={app}
      approval={approval}
      inbox={inbox}
      names={names}
      wallets={createWalletsModel(port)}
      onClose={() => close()}
      onOpenOnboarding={() => {
        void chrome.tabs.create({ url: chrome.runtime.getURL('onboarding.html') });
        if (surface === 'popup') close();
      }}
      port={port}
      router={router}
      search={search}
      sites={sites}
      surface={surface}
    />,
    root,
  );
}
