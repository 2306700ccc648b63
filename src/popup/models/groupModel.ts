import { type ReadonlySignal, signal } from '@preact/signals';
import type { AppEvent } from '../../bridge/appEvent.ts';
import type { InputOf } from '../../bridge/channels/popupChannels.ts';
import type { GroupView } from '../../bridge/groupView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { text } from '../text.ts';
import { type Failure, failureOf } from './failure.ts';

/** Channels that change a group and answer with it as it is then. */
type GroupChange =
  | 'group.update'
  | 'group.removeMembers'
  | 'group.setRole'
  | 'group.setPermission'
  | 'group.setDisappearing'
  | 'group.leave';

type ChangeOf<N extends GroupChange> = Omit<InputOf<N>, 'conversationId'>;

/** In a busy group each message would ask anew: once in this time is enough. */
const reloadEveryMs = 1_000;

/** After these a change may have been stored: then it is made when the node is back. */
const openEnded: ReadonlySet<string> = new Set([
  'Node.Unreachable',
  'Node.RateLimited',
  'Node.Failed',
  'Bridge.Timeout',
  'Bridge.Disconnected',
]);

export interface GroupModel {
  readonly conversationId: string;
  /** Undefined until the worker has spoken. */
  readonly group: ReadonlySignal<GroupView | undefined>;
  /** Why there is nothing to show, or why the last change was not made. */
  readonly failure: ReadonlySignal<Failure | undefined>;
  /** Names of what is under way, as the caller gave them. */
  readonly working: ReadonlySignal<ReadonlySet<string>>;
  load(): Promise<void>;
  /** False: not made, and `failure` says why. */
  change<N extends GroupChange>(work: string, channel: N, input: ChangeOf<N>): Promise<boolean>;
  /** Who could not be added; undefined: nobody was, and `failure` says why. */
  addMembers(inboxIds: readonly string[]): Promise<readonly string[] | undefined>;
  /** Nothing of it alerts us any more, and we leave it where that is possible; or all of it is welcome again. */
  setBlocked(isBlocked: boolean): Promise<void>;
  /** A page was left: what went wrong on it is of no use on the next. */
  forgetFailure(): void;
  dispose(): void;
}

export function createGroupModel(port: BackgroundPort, conversationId: string): GroupModel {
  const group = signal<GroupView>();
  const failure = signal<Failure>();
  const working = signal<ReadonlySet<string>>(new Set());
  /** Raised by each change: what was read before it is out of date when it arrives after it. */
  let changes = 0;
  let isLoading = false;
  /** Asked for while one was under way, which may have read what is old by now. */
  let isStale = false;
  /** News came in the time in which none is read. */
  let hasNews = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDisposed = false;

  async function load(): Promise<void> {
    if (isLoading) {
      isStale = true;
      return;
    }
    isLoading = true;
    const before = changes;
    try {
      const read = await port.request('group.details', { conversationId });
      if (before === changes) group.value = read;
    } catch (error) {
      if (!isDisposed && group.value === undefined) failure.value = failureOf(error);
    } finally {
      isLoading = false;
    }
    if (isStale && !isDisposed) {
      isStale = false;
      await load();
    }
  }

  function reloadSoon(): void {
    hasNews = timer !== undefined;
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (hasNews) reloadSoon();
    }, reloadEveryMs);
    void load();
  }

  const stop = port.onEvent((event) => {
    if (isAbout(event, conversationId)) reloadSoon();
  });

  async function attempt<T>(work: string, make: () => Promise<T>): Promise<T | undefined> {
    if (working.value.has(work)) return undefined;
    working.value = new Set([...working.value, work]);
    failure.value = undefined;
    try {
      return await make();
    } catch (error) {
      const { code, sentence } = failureOf(error);
      const isOpenEnded = openEnded.has(code);
      failure.value = { code, sentence: isOpenEnded ? `${sentence} ${text('groupMaybeLater')}` : sentence };
      // It may have been made in part.
      void load();
      return undefined;
    } finally {
      working.value = new Set([...working.value].filter((each) => each !== work));
    }
  }

  function show(next: GroupView): void {
    changes += 1;
    group.value = next;
  }

  return {
    conversationId,
    group,
    failure,
    working,
    load,
    async change(work, channel, input) {
      const made = await attempt(work, async () => {
        show(
          (await port.request(channel, { ...input, conversationId } as InputOf<typeof channel>)) as GroupView,
        );
        return true;
      });
      return made === true;
    },
    addMembers: (inboxIds) =>
      attempt('add', async () => {
        const added = await port.request('group.addMembers', { conversationId, members: [...inboxIds] });
        show(added.group);
        return added.notAddedInboxIds;
      }),
    async setBlocked(isBlocked) {
      await attempt('block', async () => {
        if (isBlocked) await port.request('conversation.block', { conversationId });
        else await port.request('conversation.setConsent', { conversationId, consent: 'allowed' });
        await load();
      });
    },
    forgetFailure() {
      failure.value = undefined;
    },
    dispose() {
      isDisposed = true;
      clearTimeout(timer);
      stop();
    },
  };
}

function isAbout(event: AppEvent, conversationId: string): boolean {
  if (event.kind === 'threadPatch') return event.patch.conversationId === conversationId;
  if (event.kind !== 'inboxPatch') return false;
  return event.patch.puts.some((each) => each.conversationId === conversationId);
}
