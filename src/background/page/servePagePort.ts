/** Serves the port of one document: proves it, limits it, answers it. */
import type { WorkerToRelay } from '../../bridge/page/pageMessages.ts';
import type { ProviderFaultReason } from '../../bridge/page/pageMethods.ts';
import { providerFault } from '../../bridge/page/providerFaults.ts';
import type { Logger } from '../../core/ports.ts';
import type { Approvals } from '../approvals/createApprovals.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { ServedPort } from '../port/servePort.ts';
import type { AttachedPage, PageHub } from './createPageHub.ts';
import type { RateLimit } from './createRateLimit.ts';
import { gestureMethods, type PageOutcome, type PageProcedures } from './pageProcedures.ts';
import { provenPage } from './provenPage.ts';
import { isPageMethod, readPageParams } from './readPageParams.ts';
import { type RelayRequest, readRelayMessage } from './readRelayMessage.ts';

export interface ServePageDeps {
  readonly ownId: string;
  readonly hub: PageHub;
  readonly procedures: PageProcedures;
  readonly approvals: Pick<Approvals, 'reattach' | 'withdraw'>;
  readonly ofPort: RateLimit;
  readonly ofOrigin: RateLimit;
  /** No answer leaves before it is resolved: what a page could measure below it, it cannot. */
  readonly floor: () => Promise<void>;
  readonly logger: Logger;
}

const fault = (reason: ProviderFaultReason): PageOutcome => ({ kind: 'fault', reason });

export function servePagePort(port: ServedPort, deps: ServePageDeps): void {
  const proven = provenPage(port.sender, deps.ownId);
  if (proven === undefined) {
    deps.logger.warn('page.senderRefused');
    port.disconnect();
    return;
  }
  const send = (message: WorkerToRelay) => {
    try {
      port.postMessage(message);
    } catch {
      // The document went away in between.
    }
  };
  const page: AttachedPage = { ...proven, send, end: () => port.disconnect(), isListening: false };
  if (!deps.hub.attach(page)) {
    deps.logger.warn('page.tooMany');
    port.disconnect();
    return;
  }

  port.onDisconnect.addListener(() => {
    if (deps.hub.detach(page)) deps.approvals.withdraw(page.documentKey).catch(() => undefined);
  });
  port.onMessage.addListener((raw) => {
    const message = readRelayMessage(raw);
    if (message === undefined) {
      // Our own relay never says such a thing.
      deps.logger.warn('page.messageRefused');
      return;
    }
    if (message.kind === 'listen') {
      page.isListening = true;
      return;
    }
    answer(page, message, deps).catch((error: unknown) => {
      deps.logger.warn('page.failed', errorFacts(error));
      send({ kind: 'response', id: message.id, error: providerFault('internal') });
    });
  });
}

async function answer(page: AttachedPage, request: RelayRequest, deps: ServePageDeps): Promise<void> {
  const { id } = request;
  // Two buckets, and both are asked: a page must not spend what its origin's other pages have.
  if (!deps.ofPort(page.documentKey) || !deps.ofOrigin(page.origin)) {
    page.send({ kind: 'response', id, error: providerFault('limitExceeded') });
    return;
  }
  const floor = deps.floor();
  const outcome = await run(page, request, deps);
  await floor;
  if (outcome.kind === 'result') page.send({ kind: 'response', id, result: outcome.result });
  if (outcome.kind === 'fault') page.send({ kind: 'response', id, error: providerFault(outcome.reason) });
}

/** Order: known method, form, said before, gesture, the method itself. */
async function run(page: AttachedPage, request: RelayRequest, deps: ServePageDeps): Promise<PageOutcome> {
  const { method, hasGesture } = request;
  if (!isPageMethod(method)) return fault('unsupportedMethod');
  const read = readPageParams(method, request.params);
  if (!read.isValid) return fault('invalidParams');
  if (gestureMethods.has(method)) {
    // Said again after the worker ended: the click was seen the first time.
    if (await deps.approvals.reattach(page.documentKey, request.id)) return { kind: 'later' };
    if (!hasGesture) return fault('gestureRequired');
  }
  const { documentKey, origin } = page;
  const call = { page: { documentKey, origin }, requestId: request.id, params: read.params };
  const procedure = deps.procedures[method] as (input: unknown) => Promise<PageOutcome>;
  return await procedure(call satisfies { params: unknown; page: unknown; requestId: string });
}
