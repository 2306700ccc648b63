import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ConsentView, ConversationView } from '../../bridge/conversationView.ts';
import type { MessageView } from '../../bridge/messageView.ts';
import type { ThreadPatch } from '../../bridge/threadView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { compareNs } from './compareNs.ts';
import { type Failure, failureOf } from './failure.ts';
import { holdsMark, type ThreadRow, threadRows, type UnreadMark } from './threadRows.ts';
import {
  maxMessagesInWindow,
  type ThreadWindow,
  windowOf,
  withChanges,
  withNewer,
  withOlder,
} from './threadWindow.ts';

/** Where the list is to go, once its rows are there. Each is another object: the same place may be asked for again. */
export type ThreadGoal =
  | { readonly kind: 'end' }
  /** The first message that was unread when the thread was opened. */
  | { readonly kind: 'unread' }
  /** Looked for by somebody: it is shown which one it is. */
  | { readonly kind: 'message'; readonly messageId: string };

export interface ThreadModel {
  readonly conversationId: string;
  readonly conversation: ReadonlySignal<ConversationView | undefined>;
  /** Undefined until the first page. */
  readonly window: ReadonlySignal<ThreadWindow | undefined>;
  readonly rows: ReadonlySignal<readonly ThreadRow[]>;
  readonly unread: ReadonlySignal<UnreadMark | undefined>;
  readonly goal: ReadonlySignal<ThreadGoal>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  open(): Promise<void>;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  goToEnd(): Promise<void>;
  goToUnread(): Promise<void>;
  goTo(messageId: string): Promise<void>;
  send(text: string, replyTo?: string): Promise<void>;
  retry(messageId: string): Promise<void>;
  react(messageId: string, content: string, action: 'added' | 'removed'): Promise<void>;
  deleteMessage(messageId: string): Promise<void>;
  answer(messageId: string, actionId: string): Promise<void>;
  markRead(): void;
  setMuted(isMuted: boolean): Promise<void>;
  setConsent(consent: ConsentView): Promise<void>;
  block(): Promise<void>;
  /** Nanoseconds; undefined: messages stay. */
  setDisappearing(inNs: string | undefined): Promise<void>;
  dispose(): void;
}

export function createThreadModel(port: BackgroundPort, conversationId: string): ThreadModel {
  const conversation = signal<ConversationView>();
  const window = signal<ThreadWindow>();
  const unread = signal<UnreadMark>();
  const goal = signal<ThreadGoal>({ kind: 'end' });
  const failure = signal<Failure>();
  const isGroup = computed(() => conversation.value?.kind === 'group');
  let revision = -1;
  /** Counts the times that the window was put elsewhere: a page of before does not fit any more. */
  let place = 0;
  /** Patches that came while pages were being read: a page may be older than them. */
  const meanwhile: ThreadPatch[] = [];
  let readings = 0;
  let isLoadingOlder = false;
  let isLoadingNewer = false;
  let isMarkingRead = false;

  function show(next: ThreadWindow, to: ThreadGoal): void {
    place += 1;
    window.value = next;
    goal.value = to;
  }

  /** Runs what reads pages and puts them into the window, then applies once more what changed meanwhile. */
  async function reading(work: () => Promise<void>): Promise<void> {
    const from = meanwhile.length;
    readings += 1;
    try {
      await work();
      for (const { puts, removes } of meanwhile.slice(from)) change(puts, removes);
    } finally {
      readings -= 1;
      if (readings === 0) meanwhile.length = 0;
    }
  }

  async function open(): Promise<void> {
    try {
      await reading(async () => {
        const held = window.value;
        const snapshot = await port.request('thread.open', { conversationId });
        revision = snapshot.revision;
        conversation.value = snapshot.conversation;
        failure.value = undefined;
        if (held === undefined) await showFirst(windowOf(snapshot), snapshot.conversation);
        else await renew(held, windowOf(snapshot));
      });
    } catch (error) {
      failure.value = failureOf(error);
    }
  }

  /** At the end, or at the first unread message when there are any. */
  async function showFirst(newest: ThreadWindow, opened: ConversationView): Promise<void> {
    const mark =
      opened.unreadCount > 0
        ? { readUpToNs: opened.readUpToNs ?? '0', count: opened.unreadCount }
        : undefined;
    unread.value = mark;
    // A message may have been asked for already.
    if (window.value !== undefined) return;
    if (mark === undefined || holdsMark(newest, mark)) {
      show(newest, { kind: mark === undefined ? 'end' : 'unread' });
      return;
    }
    const part = await port.request('thread.around', { conversationId, atNs: mark.readUpToNs });
    if (window.value === undefined) show(windowOf(part), { kind: 'unread' });
  }

  /** Patches were missed: reads all that the window holds once more, from its newest message up. */
  async function renew(held: ThreadWindow, newest: ThreadWindow): Promise<void> {
    const renewedPlace = place;
    const oldestNs = held.messages[0]?.sentAtNs;
    const newestNs = held.messages.at(-1)?.sentAtNs;
    let next = newest;
    if (held.hasNewer && newestNs !== undefined) {
      const page = await port.request('thread.older', {
        conversationId,
        beforeNs: String(BigInt(newestNs) + 1n),
      });
      next = windowOf({ ...page, hasNewer: true });
    }
    for (;;) {
      const top = next.messages[0]?.sentAtNs;
      const isDone =
        top === undefined ||
        oldestNs === undefined ||
        !next.hasOlder ||
        next.messages.length >= maxMessagesInWindow ||
        compareNs(top, oldestNs) <= 0;
      if (isDone) break;
      next = withOlder(next, await port.request('thread.older', { conversationId, beforeNs: top }));
    }
    if (place === renewedPlace) window.value = next;
  }

  function change(puts: readonly MessageView[], removes: readonly string[] = []): void {
    if (window.value !== undefined) window.value = withChanges(window.value, puts, removes);
  }

  function apply(patch: ThreadPatch): void {
    if (patch.conversationId !== conversationId || !window.value || patch.revision <= revision) return;
    if (patch.baseRevision !== revision) {
      void open();
      return;
    }
    revision = patch.revision;
    if (readings > 0) meanwhile.push(patch);
    if (patch.puts.length > 0 || patch.removes.length > 0) change(patch.puts, patch.removes);
    if (patch.conversation) conversation.value = patch.conversation;
  }

  const stop = port.onEvent((event) => {
    if (event.kind === 'threadPatch') apply(event.patch);
  });

  async function goToEnd(): Promise<void> {
    if (!window.value?.hasNewer) {
      goal.value = { kind: 'end' };
      return;
    }
    await reading(async () => {
      const snapshot = await port.request('thread.open', { conversationId });
      revision = snapshot.revision;
      conversation.value = snapshot.conversation;
      show(windowOf(snapshot), { kind: 'end' });
    });
  }

  return {
    conversationId,
    conversation,
    window,
    rows: computed(() =>
      threadRows({
        messages: window.value?.messages ?? [],
        hasOlder: window.value?.hasOlder ?? false,
        isGroup: isGroup.value,
        unread: unread.value,
      }),
    ),
    unread,
    goal,
    failure,
    open,
    async loadOlder() {
      const oldest = window.value?.messages[0];
      if (!oldest || !window.value?.hasOlder || isLoadingOlder) return;
      const askedAt = place;
      isLoadingOlder = true;
      try {
        await reading(async () => {
          const page = await port.request('thread.older', { conversationId, beforeNs: oldest.sentAtNs });
          if (place === askedAt && window.value) window.value = withOlder(window.value, page);
          failure.value = undefined;
        });
      } catch (error) {
        failure.value = failureOf(error);
      } finally {
        isLoadingOlder = false;
      }
    },
    async loadNewer() {
      const newest = window.value?.messages.at(-1);
      if (!newest || !window.value?.hasNewer || isLoadingNewer) return;
      const askedAt = place;
      isLoadingNewer = true;
      try {
        await reading(async () => {
          const page = await port.request('thread.newer', { conversationId, afterNs: newest.sentAtNs });
          if (place === askedAt && window.value) window.value = withNewer(window.value, page);
          failure.value = undefined;
        });
      } catch (error) {
        failure.value = failureOf(error);
      } finally {
        isLoadingNewer = false;
      }
    },
    goToEnd,
    async goToUnread() {
      const mark = unread.value;
      if (mark === undefined) return;
      if (window.value !== undefined && holdsMark(window.value, mark) && !isBeforeMark(window.value, mark)) {
        goal.value = { kind: 'unread' };
        return;
      }
      await reading(async () => {
        const part = await port.request('thread.around', { conversationId, atNs: mark.readUpToNs });
        show(windowOf(part), { kind: 'unread' });
      });
    },
    async goTo(messageId) {
      if (window.value?.messages.some((message) => message.messageId === messageId)) {
        goal.value = { kind: 'message', messageId };
        return;
      }
      await reading(async () => {
        const part = await port.request('thread.around', { conversationId, messageId });
        show(windowOf(part), { kind: 'message', messageId });
      });
    },
    async send(text, replyTo) {
      const message = await port.request('message.send', {
        conversationId,
        text,
        clientRequestId: crypto.randomUUID(),
        ...(replyTo === undefined ? {} : { replyTo }),
      });
      // Its patch may have come first, and may already say `sent`.
      const isHeld = window.value?.messages.some((each) => each.messageId === message.messageId) ?? false;
      if (!isHeld) change([message]);
      await goToEnd();
    },
    async retry(messageId) {
      await port.request('message.retry', { messageId });
    },
    async react(messageId, content, action) {
      await port.request('message.react', { messageId, content, action });
    },
    async deleteMessage(messageId) {
      await port.request('message.delete', { messageId });
    },
    async answer(messageId, actionId) {
      const message = await port.request('message.intent', { messageId, actionId });
      change([message]);
    },
    markRead() {
      if (isMarkingRead) return;
      isMarkingRead = true;
      const done = () => {
        isMarkingRead = false;
      };
      port.request('conversation.markRead', { conversationId }).then(done, done);
    },
    async setConsent(consent) {
      conversation.value = await port.request('conversation.setConsent', { conversationId, consent });
    },
    async block() {
      conversation.value = await port.request('conversation.block', { conversationId });
    },
    async setMuted(isMuted) {
      conversation.value = await port.request('conversation.setPreferences', { conversationId, isMuted });
    },
    async setDisappearing(inNs) {
      conversation.value = await port.request('thread.setDisappearing', {
        conversationId,
        ...(inNs === undefined ? {} : { inNs }),
      });
    },
    dispose() {
      stop();
      port.request('thread.close', { conversationId }).catch(() => undefined);
    },
  };
}

/** Whether all that is loaded was read: the mark comes later. */
function isBeforeMark({ messages, hasNewer }: ThreadWindow, mark: UnreadMark): boolean {
  const newest = messages.at(-1);
  return hasNewer && newest !== undefined && compareNs(newest.sentAtNs, mark.readUpToNs) <= 0;
}
