/** Everything that sites have to do with the worker, put together: their ports, what they ask, what they were granted. */
import { providerFault } from '../../bridge/page/providerFaults.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Clock, Logger, Random } from '../../core/ports.ts';
import { type AppAlertRate, createAppAlertRate } from '../alerts/createAppAlertRate.ts';
import type { AppSubscription } from '../alerts/decideAppAlert.ts';
import { type ApprovalWindow, createApprovals } from '../approvals/createApprovals.ts';
import { createAskingRules } from '../approvals/createAskingRules.ts';
import type { FetchSiteFile } from '../approvals/siteFile.ts';
import { approvalPath } from '../platform/chromeWindows.ts';
import type { StorageArea } from '../platform/storageArea.ts';
import type { WindowHub } from '../port/createWindowHub.ts';
import type { ServedPort } from '../port/servePort.ts';
import { approvalProcedures } from '../procedures/approvalProcedures.ts';
import { siteProcedures } from '../procedures/siteProcedures.ts';
import type { OpenedInbox } from '../session/openedInbox.ts';
import { createDrafts } from '../sites/createDrafts.ts';
import { createSiteFeed } from '../sites/createSiteFeed.ts';
import { createWithdrawals, type Withdrawals } from '../sites/createWithdrawals.ts';
import { grantRequest } from '../sites/grantRequest.ts';
import { noPermissions, sitePermissions } from '../sites/sitePermissions.ts';
import { createPageHub } from './createPageHub.ts';
import { createRateLimit } from './createRateLimit.ts';
import { pageProcedures } from './pageProcedures.ts';
import { servePagePort } from './servePagePort.ts';

/** Locked, without an account or without a grant: the answer is the same, and so is the time it takes. */
const answerFloorMs = 50;
/** Looking up a sender's address must not hold up the window that asks about it. */
const senderLookupMs = 2_000;

export interface PageServerDeps {
  readonly ownId: string;
  readonly local: StorageArea;
  readonly memory: StorageArea;
  /** Waits for an inbox that is just being opened; undefined while locked and without an account. */
  readonly inbox: () => Promise<OpenedInbox | undefined>;
  /** As it is now. */
  readonly opened: () => OpenedInbox | undefined;
  readonly windows: WindowHub;
  readonly approvalWindow: ApprovalWindow;
  readonly fetchSiteFile: FetchSiteFile;
  /** A draft is there: brings a window that takes it. */
  readonly showDraft: (draftId: string) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface PageServer {
  /** A port of a relay. */
  accept(port: ServedPort): void;
  readonly withdrawals: Withdrawals;
  readonly procedures: ReturnType<typeof siteProcedures> & ReturnType<typeof approvalProcedures>;
  /** A site's grants changed. */
  siteChanged(origin: string): void;
  /** The inbox was opened, or closed. */
  inboxChanged(): void;
  /** A conversation is new: it may be the one of a site's sender. */
  conversationAdded(): void;
  windowClosed(windowId: number): Promise<void>;
  /** After the worker came up. */
  resume(): Promise<void>;
  subscriptionsOf(inboxId: string): readonly AppSubscription[];
  readonly mayAppAlert: AppAlertRate;
}

export function createPageServer(deps: PageServerDeps): PageServer {
  const { ownId, local, memory, opened, windows, clock, random, logger } = deps;
  const hub = createPageHub();
  const rules = createAskingRules({ local, clock });
  const withdrawals = createWithdrawals(local);
  const drafts = createDrafts(memory, random);
  const feed = createSiteFeed({
    open: () => {
      const inbox = opened();
      return inbox === undefined ? undefined : { store: inbox.sites, client: inbox.client };
    },
    rules,
    windows: windows.windows,
  });

  const unlocked = async (): Promise<OpenedInbox> => {
    const inbox = await deps.inbox();
    if (inbox === undefined) throw new WalletInboxError('Vault.Locked', 'Unlock the inbox first.');
    return inbox;
  };

  const approvals = createApprovals({
    memory,
    rules,
    fetchSiteFile: deps.fetchSiteFile,
    window: deps.approvalWindow,
    deliver(documentKey, id, outcome) {
      const page = hub.find(documentKey);
      page?.send(
        outcome.kind === 'result'
          ? { kind: 'response', id, result: outcome.result }
          : { kind: 'response', id, error: providerFault(outcome.reason) },
      );
      return page !== undefined;
    },
    show(approval) {
      for (const window of windows.windows()) {
        if (window.path === approvalPath) {
          window.send(approval === undefined ? { kind: 'approval' } : { kind: 'approval', approval });
        }
      }
    },
    async describeSender(inboxId) {
      const { client } = await unlocked();
      const isBlocked = (await client.inboxConsent(inboxId)) === 'denied';
      const address = await withinTime(
        client.findInbox(inboxId).then((found) => found.address),
        senderLookupMs,
      );
      return { isBlocked, ...(address === undefined ? {} : { address }) };
    },
    grant: async (request, decision) => grantRequest(await unlocked(), request, decision),
    clock,
    random,
    logger,
  });

  const procedures = pageProcedures({
    async inbox() {
      const inbox = await deps.inbox();
      return inbox === undefined ? undefined : { store: inbox.sites, account: inbox.client };
    },
    approvals,
    withdrawals,
    drafts,
    showDraft: deps.showDraft,
    conversationOpened: ({ documentKey }) => {
      const page = hub.find(documentKey);
      if (page?.isListening === true) page.send({ kind: 'event', name: 'conversationOpened', data: {} });
    },
  });

  const ofPort = createRateLimit({ burst: 20, perSecond: 5, clock });
  const ofOrigin = createRateLimit({ burst: 40, perSecond: 10, clock });
  const floor = () => new Promise<void>((resolve) => setTimeout(resolve, answerFloorMs));

  /** What each origin was last known to have, as JSON: an event is for what a page can see. */
  const told = new Map<string, string>();
  const permissionsOf = (origin: string) => {
    const inbox = opened();
    return inbox === undefined ? noPermissions : sitePermissions(inbox.sites.site(origin), inbox.client);
  };

  return {
    accept: (port) =>
      servePagePort(port, { ownId, hub, procedures, approvals, ofPort, ofOrigin, floor, logger }),
    withdrawals,
    procedures: {
      ...siteProcedures({
        client: async () => (await unlocked()).client,
        store: async () => (await unlocked()).sites,
        rules,
        drafts,
        feed,
      }),
      ...approvalProcedures({ approvals }),
    },
    siteChanged(origin) {
      feed.refresh();
      const permissions = permissionsOf(origin);
      const json = JSON.stringify(permissions);
      if (told.get(origin) === json) return;
      told.set(origin, json);
      hub.emit(origin, 'permissionsChanged', permissions);
    },
    inboxChanged() {
      // Locking is nothing that a site is told of: only what changes in an open inbox is an event.
      told.clear();
      const inbox = opened();
      if (inbox === undefined) {
        feed.end();
        drafts.clear().catch(() => undefined);
        return;
      }
      for (const { origin } of inbox.sites.sites()) told.set(origin, JSON.stringify(permissionsOf(origin)));
    },
    conversationAdded: feed.refresh,
    windowClosed: approvals.windowClosed,
    resume: approvals.resume,
    subscriptionsOf: (inboxId) => opened()?.sites.subscriptionsOfSender(inboxId) ?? [],
    mayAppAlert: createAppAlertRate({ memory, clock }),
  };
}

/** What a look-up comes to, or nothing when it takes too long or fails. */
async function withinTime<T>(work: Promise<T>, limitMs: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  try {
    return await Promise.race([work.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
