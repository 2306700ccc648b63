/** For tests: a browser's worth of pages, windows and memory around the real page server. */
import { webRandom } from '../../core/crypto/random.ts';
import type { SiteFile } from '../approvals/siteFile.ts';
import { unsafeMemoryArea } from '../platform/unsafeMemoryArea.ts';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import { createWindowHub } from '../port/createWindowHub.ts';
import type { ServedPort } from '../port/servePort.ts';
import type { OpenedInbox } from '../session/openedInbox.ts';
import { unsafeFakeSites } from '../sites/unsafeFakeSites.ts';
import { createPageServer } from './createPageServer.ts';

export const unsafeOwnId = 'o'.repeat(32);

/** A page's side of its port. */
export interface FakePage {
  /** Everything it was told, in order. */
  readonly told: Record<string, unknown>[];
  isEnded: boolean;
  say(message: unknown): void;
  /** Asks, and waits for the answer: its result, or `[code, reason]` of its fault. */
  ask(method: string, params?: unknown, options?: { hasGesture?: boolean; id?: string }): Promise<unknown>;
  close(): void;
}

let counter = 0;

export async function unsafePageWorld() {
  const local = unsafeMemoryArea();
  const memory = unsafeMemoryArea();
  let nowMs = 1_700_000_000_000;
  const clock = { nowMs: () => nowMs };
  const sites = await unsafeFakeSites({ clock, onChange: (origin) => server.siteChanged(origin) });
  const inbox: OpenedInbox = {
    client: sites.client,
    sites: sites.store,
    uploadRows: { list: async () => [], put: async () => undefined, remove: async () => undefined },
    watchPoints: async () => ({ installationKey: new Uint8Array(32), welcomeCursor: 0n, groups: [] }),
    countMessages: async () => 0,
    close: async () => undefined,
  };
  const files = new Map<string, SiteFile>();
  const windows = new Set<number>();
  const drafts: string[] = [];
  const hub = createWindowHub();
  const state: { inbox: OpenedInbox | undefined; lastWindow: number } = { inbox, lastWindow: 0 };

  /** A life of the worker: what it holds in memory is its own. */
  const live = () =>
    createPageServer({
      ownId: unsafeOwnId,
      local,
      memory,
      inbox: async () => state.inbox,
      opened: () => state.inbox,
      windows: hub,
      approvalWindow: {
        async open() {
          state.lastWindow += 1;
          windows.add(state.lastWindow);
          return state.lastWindow;
        },
        focus: async () => undefined,
        async close(windowId) {
          windows.delete(windowId);
        },
        exists: async (windowId) => windows.has(windowId),
      },
      fetchSiteFile: async (origin) => files.get(origin),
      showDraft: (draftId) => drafts.push(draftId),
      clock,
      random: webRandom,
      logger,
    });
  let server = live();
  const pages = new Set<() => void>();

  const connect = (sender: ServedPort['sender']): FakePage => {
    const told: Record<string, unknown>[] = [];
    const receivers: ((message: unknown) => void)[] = [];
    const enders: (() => void)[] = [];
    const waiting = new Map<string, (answer: unknown) => void>();
    const page: FakePage = {
      told,
      isEnded: false,
      say(message) {
        for (const receive of receivers) receive(JSON.parse(JSON.stringify(message)));
      },
      ask(method, params, { hasGesture = true, id } = {}) {
        counter += 1;
        const requestId = id ?? `request-${String(counter).padStart(16, '0')}`;
        const answered = new Promise((resolve) => waiting.set(requestId, resolve));
        page.say({
          kind: 'request',
          id: requestId,
          method,
          hasGesture,
          ...(params === undefined ? {} : { params }),
        });
        return answered;
      },
      close() {
        page.isEnded = true;
        pages.delete(forget);
        for (const end of enders) end();
      },
    };
    const forget = () => {
      page.isEnded = true;
      receivers.length = 0;
      enders.length = 0;
    };
    pages.add(forget);
    server.accept({
      name: 'page',
      sender,
      postMessage(message) {
        if (page.isEnded) throw new Error('The port is closed.');
        const said = message as {
          id?: string;
          result?: unknown;
          error?: { code: number; data: { reason: string } };
        };
        told.push(said as Record<string, unknown>);
        const { error } = said;
        waiting.get(said.id ?? '')?.(error === undefined ? said.result : [error.code, error.data.reason]);
      },
      disconnect: () => {
        page.isEnded = true;
      },
      onMessage: { addListener: (listener) => receivers.push(listener) },
      onDisconnect: { addListener: (listener) => enders.push(listener) },
    });
    return page;
  };

  return {
    local,
    memory,
    hub,
    windows,
    files,
    drafts,
    store: sites.store,
    client: sites.client,
    server: () => server,
    lock: () => {
      state.inbox = undefined;
      server.inboxChanged();
    },
    unlock: async () => {
      await server.withdrawals.apply(sites.store);
      state.inbox = inbox;
      server.inboxChanged();
    },
    pass: (ms: number) => {
      nowMs += ms;
    },
    connect,
    /** The top frame of a tab. */
    page: (origin: string, documentId = `D${webRandom.bytes(4).join('.')}`) =>
      connect({
        id: unsafeOwnId,
        origin,
        url: `${origin}/`,
        frameId: 0,
        documentId,
        documentLifecycle: 'active',
        tab: { id: 7 },
      }),
    /** The worker ends: all ports are gone without a word, and a new life begins. */
    async restart() {
      for (const forget of [...pages]) forget();
      pages.clear();
      server = live();
      await server.resume();
    },
  };
}
