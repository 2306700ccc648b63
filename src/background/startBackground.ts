/**
 * The service worker. Everything that can wake it is registered here before the first await: a listener that is
 * added later misses the event that started the worker.
 */
import { popupChannels } from '../bridge/channels/popupChannels.ts';
import { popupPortName } from '../bridge/envelope.ts';
import { pagePortName } from '../bridge/page/pageMessages.ts';
import { walletPortName } from '../bridge/page/walletCalls.ts';
import { maxSearchedMessages, maxSearchedWords } from '../bridge/searchView.ts';
import { webRandom } from '../core/crypto/random.ts';
import type { Clock } from '../core/ports.ts';
import { createNodeApi } from '../core/transport/createNodeApi.ts';
import {
  conversationAlertId,
  conversationOfAlert,
  lockedAlertId,
  requestsAlertId,
} from './alerts/alertPlan.ts';
import { createAlerts } from './alerts/createAlerts.ts';
import { createBadge } from './alerts/createBadge.ts';
import { createMissedAlerts } from './alerts/createMissedAlerts.ts';
import { genericAlert, lockedAlert, requestAlert } from './alerts/fixedAlerts.ts';
import { isQuietAt } from './alerts/isQuietAt.ts';
import { arrivalBadge, noBadge } from './alerts/unreadBadge.ts';
import { createSiteFileFetcher } from './approvals/siteFile.ts';
import { createAttachments } from './attachments/createAttachments.ts';
import { createFlusher } from './feeds/createFlusher.ts';
import { createKnownPeers } from './names/createKnownPeers.ts';
import { createNames } from './names/createNames.ts';
import { createPageServer } from './page/createPageServer.ts';
import { clearAlert, clearAllAlerts, paintBadge, showAlert, translate } from './platform/chromeAlerts.ts';
import { createChromeStorageArea } from './platform/chromeStorageArea.ts';
import { walletTabs } from './platform/chromeTabs.ts';
import {
  approvalWindow,
  isBrowserFocused,
  onboardingPath,
  openOnboarding,
  showInWindow,
  type WindowGoal,
} from './platform/chromeWindows.ts';
import { errorFacts } from './platform/errorFacts.ts';
import { workerLogger as logger } from './platform/workerLogger.ts';
import { createWindowHub } from './port/createWindowHub.ts';
import { servePort } from './port/servePort.ts';
import { answerWith } from './procedures/answerWith.ts';
import { appProcedures } from './procedures/appProcedures.ts';
import { createDraftKeeper } from './procedures/createDraftKeeper.ts';
import { createSendOnce } from './procedures/createSendOnce.ts';
import { groupProcedures } from './procedures/groupProcedures.ts';
import { inboxProcedures } from './procedures/inboxProcedures.ts';
import { nameProcedures } from './procedures/nameProcedures.ts';
import { searchProcedures } from './procedures/searchProcedures.ts';
import { threadProcedures } from './procedures/threadProcedures.ts';
import { vaultProcedures } from './procedures/vaultProcedures.ts';
import { walletProcedures } from './procedures/walletProcedures.ts';
import { createSearch } from './search/createSearch.ts';
import { destroyStore, destroyStrayStores } from './session/accountStores.ts';
import { createLifecycle } from './session/createLifecycle.ts';
import { createSession } from './session/createSession.ts';
import { createKeepAlive } from './session/keepAlive.ts';
import { openInboxClient } from './session/openInboxClient.ts';
import { createSettingsStore } from './session/settingsStore.ts';
import { createVault, type OpenVault } from './vault/createVault.ts';
import { createWalletConnector } from './wallet/createWalletConnector.ts';
import { createLockedWatcher } from './watch/createLockedWatcher.ts';
import { createWatchListKeeper } from './watch/createWatchListKeeper.ts';

const tickAlarm = 'tick';
/** The shortest period that the browser grants. */
const tickMinutes = 0.5;

/** Short enough to feel instant, long enough to make one alert of a burst. */
const alertDelayMs = 100;
/** After the alerts: what was counted counts as alerted. */
const badgeDelayMs = 250;
/** After the last key. */
const draftDelayMs = 500;
const watchListDelayMs = 2_000;
const stateDelayMs = 20;
const lookalikesDelayMs = 200;
const searchIdleMs = 10 * 60 * 1000;

const clock: Clock = { nowMs: () => Date.now() };

export function startBackground(): void {
  const local = createChromeStorageArea(chrome.storage.local);
  const memory = createChromeStorageArea(chrome.storage.session);
  const hub = createWindowHub();
  const settings = createSettingsStore(local);
  const vault = createVault({ local, session: memory, random: webRandom, clock });
  const mayAlert = () => settings.get().alertsEnabled && !isQuietAt(settings.get(), clock.nowMs());
  const connect = (baseUrl: string) => createNodeApi({ baseUrl, logger });

  const openInbox = (open: OpenVault) =>
    openInboxClient(open, {
      secretOf: vault.secretOf,
      signerOfWallet: wallets.signer,
      connect,
      onStoreClosed: () => session.reopen(),
      onSiteChange: (origin) => pages.siteChanged(origin),
      withdrawals: pages.withdrawals,
      clock,
      logger,
    });
  const missedAlerts = createMissedAlerts(memory);
  const session = createSession({
    openInbox,
    async beforeStart(opened) {
      await settings.load();
      const missed = await missedAlerts.check(opened);
      if (!mayAlert()) return;
      if (missed.allowed) showAlert(genericAlert(translate));
      if (missed.unknown) showAlert(requestAlert(translate));
    },
    logger,
  });
  const client = () => session.client();
  const names = createNames({
    endpoints: settings.get,
    fetch: (input, init) => fetch(input, init),
    clock,
    logger,
  });
  const lookalikesPublisher = createFlusher(async () => {
    hub.broadcast({ kind: 'lookalikes', lookalikes: [...(await peers.lookalikes())] });
  }, lookalikesDelayMs);
  const peers = createKnownPeers({ client, onChange: lookalikesPublisher.schedule });

  const show = (goal: WindowGoal) => {
    showInWindow(hub.windows(), goal).catch((error: unknown) =>
      logger.warn('window.notShown', errorFacts(error)),
    );
  };
  const wallets = createWalletConnector({
    ownId: chrome.runtime.id,
    tabs: walletTabs,
    showText(text) {
      const onboarding = hub.windows().filter(({ path }) => path === onboardingPath);
      for (const window of onboarding) window.send({ kind: 'walletText', text });
      return onboarding.length > 0;
    },
    random: webRandom,
    logger,
  });
  const openedInbox = () => {
    const state = session.state();
    return state.kind === 'open' ? state.inbox : undefined;
  };
  const pages = createPageServer({
    ownId: chrome.runtime.id,
    local,
    memory,
    async inbox() {
      await lifecycle.boot();
      await client().catch(() => undefined);
      return openedInbox();
    },
    opened: openedInbox,
    windows: hub,
    approvalWindow,
    fetchSiteFile: createSiteFileFetcher((input, init) => fetch(input, init)),
    showDraft: (draftId) => show({ kind: 'draft', draftId }),
    clock,
    random: webRandom,
    logger,
  });

  const badge = createBadge({
    client,
    paint: paintBadge,
    onCounted(unread) {
      missedAlerts.counted(unread).catch(() => undefined);
    },
    delayMs: badgeDelayMs,
    nowMs: clock.nowMs,
    logger,
  });
  const alerts = createAlerts({
    client,
    settings: async () => settings.get(),
    nowMs: clock.nowMs,
    isBeingRead: async (conversationId) => hub.isThreadOpen(conversationId) && (await isBrowserFocused()),
    subscriptionsOf: pages.subscriptionsOf,
    mayAppAlert: pages.mayAppAlert,
    show: showAlert,
    clear: clearAlert,
    translate,
    delayMs: alertDelayMs,
    logger,
  });

  const watchList = createWatchListKeeper({
    local,
    async read() {
      const opened = lifecycle.opened();
      if (opened === undefined) return undefined;
      return { record: opened.record, points: await opened.inbox.watchPoints() };
    },
    delayMs: watchListDelayMs,
    logger,
  });
  const lockedWatcher = createLockedWatcher({
    local,
    connect,
    onArrival() {
      badge.show(arrivalBadge);
      if (!mayAlert()) return;
      showAlert(lockedAlert(translate));
    },
    random: webRandom,
    logger,
  });

  const search = createSearch({
    client,
    countMessages: async () => (await openedInbox()?.countMessages()) ?? 0,
    namesOf: ({ peerAddress }) => [names.known(peerAddress?.toLowerCase() ?? '') ?? []].flat(),
    pause: nextTask,
    maxMessages: maxSearchedMessages,
    maxTokens: maxSearchedWords,
    idleMs: searchIdleMs,
    logger,
  });

  // A catch-up changes the connection's state many times a second; a window needs the last of them only.
  let lastState = '';
  const statePublisher = createFlusher(async () => {
    const state = await lifecycle.state();
    const json = JSON.stringify(state);
    if (json === lastState) return;
    lastState = json;
    hub.broadcast({ kind: 'appState', state });
  }, stateDelayMs);
  const publishState = statePublisher.schedule;
  const lifecycle = createLifecycle({
    vault,
    session,
    settings,
    lockedWatcher,
    watchList,
    keepAlive: createKeepAlive(() => {
      chrome.runtime.getPlatformInfo().catch(() => undefined);
    }),
    memory,
    clock,
    logger,
    openInbox,
    destroyStore,
    destroyStrayStores,
    setAlarm,
    onChange: publishState,
  });

  const attachments = createAttachments({
    whenOpen: client,
    opened: lifecycle.opened,
    settings: settings.get,
    hub,
    fetch: (url, init) => fetch(url, init),
    clock,
    random: webRandom,
    logger,
  });

  let wasOpen = false;
  session.onState(() => {
    const isOpen = session.state().kind === 'open';
    if (isOpen && !wasOpen) {
      clearAlert(lockedAlertId);
      badge.schedule();
      watchList.schedule();
      attachments.accountOpened();
    }
    if (!isOpen && wasOpen) {
      attachments.accountClosed();
      hub.endFeeds();
      names.clear();
      peers.clear();
      search.drop();
      // What was shown while unlocked may name people and quote them.
      clearAllAlerts();
      badge.show(noBadge);
    }
    if (isOpen !== wasOpen) pages.inboxChanged();
    wasOpen = isOpen;
    publishState();
  });
  session.onEvent((event) => {
    hub.note(event);
    peers.note(event);
    search.note(event);
    alerts.note(event);
    if (event.kind === 'conversation') {
      if (event.isNew) pages.conversationAdded();
      badge.scheduleAt(event.conversation.mutedUntilMs ?? 0);
    }
    badge.schedule();
    watchList.schedule();
  });

  const onSettled = (conversationId: string) => {
    clearAlert(conversationAlertId(conversationId));
    clearAlert(requestsAlertId);
    badge.schedule();
  };
  const procedures = {
    ...appProcedures({
      lifecycle,
      settings,
      onChange() {
        names.checkEndpoints();
        publishState();
      },
    }),
    ...vaultProcedures({
      lifecycle,
      random: webRandom,
      signerOfWallet: wallets.signer,
      onCreateEnded: wallets.end,
    }),
    ...inboxProcedures({
      client,
      onSettled,
      settings: settings.get,
      isApp: (inboxId) => pages.subscriptionsOf(inboxId).length > 0,
      logger,
    }),
    ...nameProcedures({ client, names, peers }),
    ...threadProcedures({
      client,
      sendOnce: createSendOnce(memory, logger),
      drafts: createDraftKeeper({ client, delayMs: draftDelayMs, logger }),
      clock,
      logger,
    }),
    ...groupProcedures({ client, resolveName: names.resolve, nowMs: clock.nowMs }),
    ...searchProcedures({ search }),
    ...attachments.procedures,
    ...pages.procedures,
    ...walletProcedures({ connector: wallets, client }),
  };
  const answer = answerWith(procedures);

  chrome.runtime.onConnect.addListener((port) => {
    if (port.name === pagePortName) {
      pages.accept(port);
      return;
    }
    if (port.name === walletPortName) {
      wallets.accept(port);
      return;
    }
    servePort(port, {
      portName: popupPortName,
      own: { id: chrome.runtime.id, origin: new URL(chrome.runtime.getURL('/')).origin },
      hub,
      channels: popupChannels,
      async handle(channel, input, window) {
        await lifecycle.boot();
        return answer(channel, input, window);
      },
      onOpen(window) {
        lifecycle.touch().catch(() => undefined);
        lifecycle.state().then(
          (state) => window.send({ kind: 'appState', state }),
          () => undefined,
        );
      },
      onClose(window) {
        attachments.windowClosed(window);
        // Nobody is at it any more: what waits for a word in onboarding waits in vain.
        if (!hub.windows().some(({ path }) => path === onboardingPath)) wallets.end();
      },
      logger,
    });
  });
  chrome.alarms.onAlarm.addListener(({ name }) => {
    if (name === tickAlarm)
      lifecycle.tick().catch((error: unknown) => logger.warn('tick.failed', errorFacts(error)));
  });
  chrome.notifications.onClicked.addListener((alertId) => {
    clearAlert(alertId);
    const conversationId = conversationOfAlert(alertId);
    show(conversationId === undefined ? { kind: 'inbox' } : { kind: 'conversation', conversationId });
  });
  chrome.windows.onRemoved.addListener((windowId) => {
    pages.windowClosed(windowId).catch(() => undefined);
  });
  chrome.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') openOnboarding();
  });
  // Nothing to do but to wake up: boot below then watches or streams again.
  chrome.runtime.onStartup.addListener(() => undefined);

  addEventListener('online', () => {
    session.nudge();
    lockedWatcher.nudge();
  });

  lifecycle.boot().then(pages.resume, () => undefined);
}

/** After what waits already. A timer would wait 4 ms more, which thousands of pages add up to half a minute. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

async function setAlarm(isOn: boolean): Promise<void> {
  if (!isOn) {
    await chrome.alarms.clear(tickAlarm);
    return;
  }
  // Made anew only where there is none: making it starts its period again.
  if ((await chrome.alarms.get(tickAlarm)) === undefined) {
    await chrome.alarms.create(tickAlarm, { periodInMinutes: tickMinutes });
  }
}
