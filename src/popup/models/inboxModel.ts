import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConsentView, ConversationView } from '../../bridge/conversationView.ts';
import type { InboxPatch } from '../../bridge/inboxView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { compareNs } from './compareNs.ts';
import { type Failure, failureOf } from './failure.ts';

/** What is kept of a conversation in this browser only. */
export interface PreferencesChange {
  readonly isMuted?: boolean;
  readonly mutedUntilMs?: number;
  readonly isPinned?: boolean;
  readonly isArchived?: boolean;
}

export interface InboxModel {
  /** Newest activity first; undefined until the first snapshot. */
  readonly conversations: ReadonlySignal<readonly ConversationView[] | undefined>;
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  /** How far each list was scrolled, for when it is drawn again. */
  readonly scrolledPx: Map<string, number>;
  subscribe(): Promise<void>;
  loadOlder(): Promise<void>;
  openDm(peer: string): Promise<ConversationView>;
  setPreferences(conversationId: string, change: PreferencesChange): Promise<void>;
  setConsent(conversationId: string, consent: ConsentView): Promise<void>;
  /** Blocks; a group is also left. */
  block(conversationId: string): Promise<void>;
  markRead(conversationId: string): Promise<void>;
  /** Forgets everything shown: the vault was locked. */
  clear(): void;
  dispose(): void;
}

/** So many are loaded without being scrolled to: the numbers on the tabs are then of all there are. */
const loadedAnyway = 2_000;

const byActivity = (a: ConversationView, b: ConversationView): number =>
  compareNs(b.lastActivityNs, a.lastActivityNs);

/** The list with `puts` replaced or inserted and `removes` gone, sorted anew. */
function applyPuts(
  list: readonly ConversationView[],
  puts: readonly ConversationView[],
  removes: readonly string[] = [],
): readonly ConversationView[] {
  const byId = new Map(list.map((conversation) => [conversation.conversationId, conversation]));
  for (const put of puts) byId.set(put.conversationId, put);
  for (const id of removes) byId.delete(id);
  return [...byId.values()].sort(byActivity);
}

/** Until what is on the screen has been drawn, and whoever waits for an answer has had a turn. */
const aFewFrames = () => new Promise<void>((resolve) => setTimeout(resolve, 50));

export function createInboxModel(port: BackgroundPort, pause = aFewFrames): InboxModel {
  const conversations = signal<readonly ConversationView[]>();
  const hasOlder = signal(false);
  const failure = signal<Failure>();
  const scrolledPx = new Map<string, number>();
  let revision = -1;
  /** What is not loaded yet is older than this. */
  let olderThanNs = '0';
  /** Said by the last snapshot or since: a page that was read before that has nothing newer to say of these. */
  let fresh = new Set<string>();
  /** Raised by each snapshot: pages that were asked for before it are of another list. */
  let turn = 0;
  let loading: Promise<void> | undefined;

  async function subscribe(): Promise<void> {
    try {
      const snapshot = await port.request('inbox.subscribe', {});
      revision = snapshot.revision;
      // What was loaded beyond the snapshot stays until its page is read again: the list does not shrink under one's eyes.
      const beyond = (conversations.value ?? []).filter(
        ({ lastActivityNs }) => compareNs(lastActivityNs, snapshot.olderThanNs) < 0,
      );
      conversations.value = applyPuts(snapshot.hasOlder ? beyond : [], snapshot.conversations);
      hasOlder.value = snapshot.hasOlder;
      olderThanNs = snapshot.olderThanNs;
      fresh = new Set(snapshot.conversations.map(({ conversationId }) => conversationId));
      failure.value = undefined;
      turn += 1;
      loading = undefined;
      void loadRest(turn);
    } catch (error) {
      failure.value = failureOf(error);
    }
  }

  async function loadPage(own: number): Promise<void> {
    const page = await port.request('inbox.older', { beforeNs: olderThanNs });
    if (own !== turn) return;
    const puts = page.conversations.filter(({ conversationId }) => !fresh.has(conversationId));
    conversations.value = applyPuts(conversations.value ?? [], puts);
    olderThanNs = page.conversations.at(-1)?.lastActivityNs ?? '0';
    hasOlder.value = page.hasOlder;
  }

  function loadOlder(): Promise<void> {
    if (!hasOlder.value) return Promise.resolve();
    const own = turn;
    loading ??= loadPage(own)
      .catch((error: unknown) => {
        if (own === turn) failure.value = failureOf(error);
      })
      .finally(() => {
        if (own === turn) loading = undefined;
      });
    return loading;
  }

  async function loadRest(own: number): Promise<void> {
    for (;;) {
      await pause();
      if (own !== turn || !hasOlder.value || failure.value !== undefined) return;
      if ((conversations.value?.length ?? 0) >= loadedAnyway) return;
      await loadOlder();
    }
  }

  function apply(patch: InboxPatch): void {
    if (!conversations.value || patch.revision <= revision) return;
    if (patch.baseRevision !== revision) {
      void subscribe();
      return;
    }
    revision = patch.revision;
    for (const { conversationId } of patch.puts) fresh.add(conversationId);
    for (const id of patch.removes) fresh.add(id);
    conversations.value = applyPuts(conversations.value, patch.puts, patch.removes);
  }

  const show = (conversation: ConversationView) => {
    fresh.add(conversation.conversationId);
    conversations.value = applyPuts(conversations.value ?? [], [conversation]);
  };

  const stop = port.onEvent((event) => {
    if (event.kind === 'inboxPatch') apply(event.patch);
  });

  return {
    conversations,
    hasOlder,
    failure,
    scrolledPx,
    subscribe,
    loadOlder,
    async openDm(peer) {
      const conversation = await port.request('conversation.openDm', { peer });
      show(conversation);
      return conversation;
    },
    async setPreferences(conversationId, change) {
      show(await port.request('conversation.setPreferences', { conversationId, ...change }));
    },
    async setConsent(conversationId, consent) {
      show(await port.request('conversation.setConsent', { conversationId, consent }));
    },
    async block(conversationId) {
      show(await port.request('conversation.block', { conversationId }));
    },
    async markRead(conversationId) {
      await port.request('conversation.markRead', { conversationId });
    },
    clear() {
      revision = -1;
      turn += 1;
      conversations.value = undefined;
      hasOlder.value = false;
      scrolledPx.clear();
    },
    dispose: stop,
  };
}
