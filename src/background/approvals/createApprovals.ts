/** The queue of sites that ask, the one window that shows it, and what the person decides. */
import type { ApprovalView } from '../../bridge/approvalView.ts';
import type { InputOf } from '../../bridge/channels/popupChannels.ts';
import type { PageMethods, ProviderFaultReason } from '../../bridge/page/pageMethods.ts';
import { bytesToHex } from '../../core/bytes/hex.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Clock, Logger, Random } from '../../core/ports.ts';
import { createMutex } from '../platform/createMutex.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { StorageArea } from '../platform/storageArea.ts';
import type { AskingRules } from './createAskingRules.ts';
import { createRequestRows } from './createRequestRows.ts';
import type { PendingRequest, RequestOutcome } from './pendingRequest.ts';
import { type FetchSiteFile, judgeSite } from './siteFile.ts';

type Decision = InputOf<'approval.decide'>['decision'];

/** What a page asks, proven and of its schema. */
export interface PageAsk {
  readonly documentKey: string;
  readonly pageRequestId: string;
  readonly origin: string;
  readonly kind: PendingRequest['kind'];
  readonly notify?: NonNullable<PageMethods['inbox_requestPermissions']['params']['notify']>;
  readonly openConversation: boolean;
}

/** One window of the browser. */
export interface ApprovalWindow {
  open(): Promise<number>;
  focus(windowId: number): Promise<void>;
  close(windowId: number): Promise<void>;
  exists(windowId: number): Promise<boolean>;
}

export interface Approvals {
  /** Whether this very request waits (or was answered while its page was away): then it is attached, not asked again. */
  reattach(documentKey: string, pageRequestId: string): Promise<boolean>;
  /** Puts a request into the queue. The answer goes out by `deliver`; a fault says why it was not even put there. */
  ask(ask: PageAsk): Promise<ProviderFaultReason | undefined>;
  /** The document is gone: nobody waits for its answers. */
  withdraw(documentKey: string): Promise<void>;
  current(): Promise<ApprovalView | undefined>;
  /** Throws `Site.RequestGone`. */
  decide(requestId: string, decision: Decision): Promise<void>;
  windowClosed(windowId: number): Promise<void>;
  /** After the worker came up: takes up what the last life left. */
  resume(): Promise<void>;
}

export interface ApprovalsDeps {
  readonly memory: StorageArea;
  readonly rules: AskingRules;
  readonly fetchSiteFile: FetchSiteFile;
  readonly window: ApprovalWindow;
  /** To the document, if it is attached; whether it was. */
  readonly deliver: (documentKey: string, pageRequestId: string, outcome: RequestOutcome) => boolean;
  /** The head of the queue for the windows that show it. */
  readonly show: (view: ApprovalView | undefined) => void;
  /** What the inbox knows of a sender. Throws `Vault.Locked`. */
  readonly describeSender: (
    inboxId: string,
  ) => Promise<{ readonly address?: string; readonly isBlocked: boolean }>;
  /** Makes the grant and answers with what the page is told. Throws `Vault.Locked`. */
  readonly grant: (request: PendingRequest, decision: Decision & { kind: 'approve' }) => Promise<unknown>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** More sites than this never wait honestly at once. */
const maxQueue = 20;
/** An answer waits this long for its page to come back. */
const keptAnswerMs = 60_000;
/** A check that was cut off is taken up by the page that says its request again; if it does not, it is gone. */
const maxCheckMs = 60_000;

const rejected: RequestOutcome = { kind: 'fault', reason: 'rejected' };

export function createApprovals(deps: ApprovalsDeps): Approvals {
  const { rules, clock, random, logger } = deps;
  const rows = createRequestRows(deps.memory);
  const exclusive = createMutex();
  /** Requests whose file is being fetched by this very life of the worker. */
  const checking = new Set<string>();

  const isThis = (documentKey: string, pageRequestId: string) => (row: PendingRequest) =>
    row.documentKey === documentKey && row.pageRequestId === pageRequestId;

  const waitingOf = (all: readonly PendingRequest[]) => all.filter(({ state }) => state === 'waiting');

  const isAlive = (row: PendingRequest): boolean => {
    const age = clock.nowMs() - (row.answeredMs ?? row.createdMs);
    if (row.state === 'answered') return age < keptAnswerMs;
    return row.state === 'waiting' || checking.has(row.requestId) || age < maxCheckMs;
  };

  const toView = async (row: PendingRequest, waitingCount: number): Promise<ApprovalView> => {
    const { notify } = row;
    return {
      requestId: row.requestId,
      origin: row.origin,
      kind: row.kind,
      ...(row.siteName === undefined ? {} : { siteName: row.siteName }),
      ...(row.siteIcon === undefined ? {} : { siteIcon: row.siteIcon }),
      ...(notify === undefined ? {} : { notify: await toNotifyView(notify) }),
      asksOpenConversation: row.openConversation,
      waitingCount,
    };
  };

  const toNotifyView = async (notify: NonNullable<PendingRequest['notify']>) => {
    const { address, isBlocked } = await deps.describeSender(notify.sender);
    return { ...notify, isBlocked, ...(address === undefined ? {} : { senderAddress: address }) };
  };

  const current = async (): Promise<ApprovalView | undefined> => {
    const waiting = waitingOf(await rows.read());
    const head = waiting[0];
    return head === undefined ? undefined : await toView(head, waiting.length - 1);
  };

  /** Windows that are open see the new head; a locked inbox shows its own page and asks when it is open. */
  const showHead = (): void => {
    current().then(deps.show, () => undefined);
  };

  /** One window while somebody waits, none otherwise. The caller holds the turn. */
  const tendWindow = async (): Promise<void> => {
    const isWanted = waitingOf(await rows.read()).length > 0;
    const windowId = await rows.windowId();
    if (!isWanted) {
      deps.show(undefined);
      if (windowId === undefined) return;
      // Forgotten first: what is asked from now on must not be taken for something that this window showed.
      await rows.setWindowId(undefined);
      await deps.window.close(windowId).catch(() => undefined);
      return;
    }
    showHead();
    if (windowId !== undefined && (await deps.window.exists(windowId))) return;
    await rows.setWindowId(await deps.window.open());
  };

  /** Answers a request for good: to its page, or kept for it. The caller holds the turn. */
  const settle = async (row: PendingRequest, outcome: RequestOutcome): Promise<void> => {
    const rest = (await rows.read()).filter((each) => each.requestId !== row.requestId && isAlive(each));
    const isHeard = deps.deliver(row.documentKey, row.pageRequestId, outcome);
    const kept: PendingRequest = { ...row, state: 'answered', outcome, answeredMs: clock.nowMs() };
    await rows.write(isHeard ? rest : [...rest, kept]);
  };

  const check = async (row: PendingRequest): Promise<void> => {
    checking.add(row.requestId);
    try {
      const verdict =
        row.notify === undefined ? undefined : judgeSite(await deps.fetchSiteFile(row.origin), row.notify);
      await exclusive(async () => {
        const all = await rows.read();
        if (!all.some(({ requestId, state }) => requestId === row.requestId && state === 'checking')) return;
        if (verdict?.kind === 'mismatch') {
          await settle(row, { kind: 'fault', reason: 'senderMismatch' });
          return;
        }
        const checked = withVerdict(row, verdict);
        await rows.write(all.map((each) => (each.requestId === row.requestId ? checked : each)));
        await tendWindow();
      });
    } catch (error) {
      logger.warn('approvals.checkFailed', errorFacts(error));
      await exclusive(() => settle(row, { kind: 'fault', reason: 'internal' }));
    } finally {
      checking.delete(row.requestId);
    }
  };

  const closed = async (): Promise<void> => {
    await rows.setWindowId(undefined);
    const [head, ...behind] = waitingOf(await rows.read());
    if (head === undefined) return;
    await rules.noteDismissal(head.origin);
    // Those behind were never seen: they are turned away, or the window would come back again and again.
    for (const row of [head, ...behind]) await settle(row, rejected);
  };

  return {
    reattach: (documentKey, pageRequestId) =>
      exclusive(async () => {
        const row = (await rows.read()).find(isThis(documentKey, pageRequestId));
        if (row === undefined) return false;
        if (row.outcome !== undefined) await settle(row, row.outcome);
        else if (row.state === 'checking' && !checking.has(row.requestId)) check(row);
        return true;
      }),
    ask: (ask) =>
      exclusive(async () => {
        const all = (await rows.read()).filter(isAlive);
        const isBusy = all.some(({ origin, state }) => origin === ask.origin && state !== 'answered');
        if (isBusy) return 'alreadyPending';
        if (!(await rules.mayAsk(ask.origin))) return 'rejected';
        if (all.length >= maxQueue) return 'limitExceeded';
        const row: PendingRequest = {
          requestId: bytesToHex(random.bytes(16)),
          documentKey: ask.documentKey,
          pageRequestId: ask.pageRequestId,
          origin: ask.origin,
          kind: ask.kind,
          ...(ask.notify === undefined ? {} : { notify: pendingNotify(ask.notify) }),
          openConversation: ask.openConversation,
          createdMs: clock.nowMs(),
          state: 'checking',
        };
        await rows.write([...all, row]);
        // Not awaited: it takes its own turn when the site has answered.
        check(row);
        return undefined;
      }),
    withdraw: (documentKey) =>
      exclusive(async () => {
        const all = await rows.read();
        const rest = all.filter((row) => row.documentKey !== documentKey);
        if (rest.length === all.length) return;
        await rows.write(rest);
        await tendWindow();
      }),
    current,
    decide: (requestId, decision) =>
      exclusive(async () => {
        const head = waitingOf(await rows.read())[0];
        // Only what is shown can be decided: a click meant for another request decides nothing.
        if (head?.requestId !== requestId) {
          throw new WalletInboxError('Site.RequestGone', 'This request is decided or withdrawn already.');
        }
        const isGranted = decision.kind === 'approve' && (decision.notify || decision.openConversation);
        if (isGranted) {
          const result = await deps.grant(head, decision);
          await rules.noteApproval(head.origin);
          await settle(head, { kind: 'result', result });
        } else {
          if (decision.kind === 'never') await rules.setSilenced(head.origin, true);
          else await rules.noteDismissal(head.origin);
          await settle(head, rejected);
        }
        await tendWindow();
      }),
    windowClosed: (windowId) =>
      exclusive(async () => {
        if ((await rows.windowId()) === windowId) await closed();
      }),
    resume: () =>
      exclusive(async () => {
        const all = await rows.read();
        if (all.length === 0) return;
        await rows.write(all.filter(isAlive));
        const windowId = await rows.windowId();
        if (windowId !== undefined && !(await deps.window.exists(windowId))) await closed();
        await tendWindow();
      }),
  };
}

function pendingNotify(notify: NonNullable<PageAsk['notify']>): NonNullable<PendingRequest['notify']> {
  return {
    sender: notify.sender,
    types: notify.types.map((type) => ({ ...type })),
    ...(notify.reason === undefined ? {} : { reason: notify.reason }),
    verification: 'missing',
  };
}

function withVerdict(
  row: PendingRequest,
  verdict: Exclude<ReturnType<typeof judgeSite>, { kind: 'mismatch' }> | undefined,
): PendingRequest {
  const waiting: PendingRequest = { ...row, state: 'waiting' };
  if (verdict?.kind !== 'verified' || row.notify === undefined) return waiting;
  const { types, name, icon } = verdict;
  return {
    ...waiting,
    notify: { ...row.notify, types: types.map((type) => ({ ...type })), verification: 'verified' },
    ...(name === undefined ? {} : { siteName: name }),
    ...(icon === undefined ? {} : { siteIcon: icon }),
  };
}
