import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MessageView } from '../../bridge/messageView.ts';
import type { ThreadGoal, ThreadModel } from '../models/threadModel.ts';
import type { ThreadRow } from '../models/threadRows.ts';
import { text } from '../text.ts';
import { createRowScroller } from './createRowScroller.ts';
import { Icon } from './Icon.tsx';
import { MessageRow } from './MessageRow.tsx';
import { isRowKey, onRowKey } from './rowKeys.ts';

/** Closer than this to the end of what is loaded, the next page is asked for. */
const nearPagePx = 1_200;
/** The first unread message stands this far below the top of the view. */
const unreadBelowTopPx = 0;
const goalShownMs = 1_600;

export interface MessageListProps {
  readonly thread: ThreadModel;
  readonly draw: (row: ThreadRow) => ComponentChildren;
  /** What `draw` depends on beside its row. */
  readonly shared: object;
  readonly ownOf: (row: ThreadRow) => string;
  /** What a screen reader is told of a new message. */
  readonly sayNew: (message: MessageView) => string;
  /** And of one that the keyboard has come to. */
  readonly nameRow: (row: ThreadRow) => string;
  readonly onKey: (key: 'reply' | 'copy' | 'quote', message: MessageView) => void;
  readonly onFault: (error: unknown) => void;
}

/** The messages of a thread. However many there are, the document holds those near the view alone. */
export function MessageList({
  thread,
  draw,
  shared,
  ownOf,
  sayNew,
  nameRow,
  onKey,
  onFault,
}: MessageListProps) {
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const before = useRef<HTMLDivElement>(null);
  const after = useRef<HTMLDivElement>(null);
  const [, redraw] = useState(0);
  const isAtEnd = useSignal(true);
  /** The first unread message came into view, or was asked for. */
  const isMarkSeen = useSignal(false);
  const isMarkBelow = useSignal(false);
  const goalKey = useSignal<string | undefined>(undefined);
  const doneGoal = useRef<ThreadGoal>(undefined);
  const now = useRef({ rows: thread.rows.value, thread });

  const window = thread.window.value;
  const rows = thread.rows.value;
  const unread = thread.unread.value;
  const unreadCount = thread.conversation.value?.unreadCount ?? 0;
  now.current = { rows, thread };

  const scroller = useMemo(
    () =>
      createRowScroller({
        redraw: () => redraw((count) => count + 1),
        viewChanged: () => onView(),
      }),
    [],
  );

  function onView(): void {
    const { rows, thread } = now.current;
    const view = scroller.view();
    isAtEnd.value = view.isAtEnd;
    const mark = rows.findIndex(({ newCount }) => newCount !== undefined);
    if (mark >= view.first && mark <= view.last) isMarkSeen.value = true;
    isMarkBelow.value = mark > view.last;
    if (view.topPx < nearPagePx) void thread.loadOlder();
    if (view.belowPx < nearPagePx) void thread.loadNewer();
  }

  useLayoutEffect(() => {
    if (!frame.current || !list.current || !before.current || !after.current) return undefined;
    return scroller.attach({
      scroller: frame.current,
      list: list.current,
      before: before.current,
      after: after.current,
    });
  }, [scroller]);

  // Before the paint, and before the rows are settled: where the thread was asked to be.
  const goal = thread.goal.value;
  useLayoutEffect(() => {
    if (doneGoal.current === goal || rows.length === 0) return;
    if (goal.kind === 'end') {
      doneGoal.current = goal;
      scroller.toEnd();
      return;
    }
    const row = rows.find((each) =>
      goal.kind === 'unread' ? each.newCount !== undefined : each.key === goal.messageId,
    );
    doneGoal.current = goal;
    if (row === undefined) return;
    const height = frame.current?.clientHeight ?? 0;
    scroller.toRow(row.key, goal.kind === 'unread' ? unreadBelowTopPx : Math.round(height / 3));
    if (goal.kind === 'message') goalKey.value = row.key;
  }, [scroller, goal, rows]);

  useEffect(() => {
    if (goalKey.value === undefined) return undefined;
    const timer = setTimeout(() => {
      goalKey.value = undefined;
    }, goalShownMs);
    return () => clearTimeout(timer);
  }, [goal, goalKey.value]);

  const hadFocus = list.current?.contains(document.activeElement) ?? false;
  const { start, end } = scroller.place(rows, window?.hasNewer ?? false);
  useLayoutEffect(() => {
    // The row that had the focus has gone out of the document: the keys go on from the list.
    if (hadFocus && !list.current?.contains(document.activeElement)) {
      frame.current?.focus({ preventScroll: true });
    }
    scroller.settle();
  });

  const isVisible = useVisibility();
  useEffect(() => {
    if (unreadCount > 0 && isAtEnd.value && isVisible && rows.length > 0) thread.markRead();
  }, [thread, rows, unreadCount, isAtEnd.value, isVisible]);

  const said = useNewMessages(window?.hasNewer === true ? undefined : window?.messages, sayNew);

  // What was unread may have vanished since: then there is nothing to go to.
  const isPart = window?.hasOlder === true || window?.hasNewer === true;
  const canGoToMark =
    unread !== undefined &&
    !isMarkSeen.value &&
    (isPart || rows.some(({ newCount }) => newCount !== undefined));
  const drawn = rows.slice(start, end);
  return (
    <div class="thread-frame">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move the focus among what it holds */}
      <div
        class="scroll thread-scroll"
        onKeyDown={(event) => {
          if (isRowKey(event)) onRowKey(event, { rows, scroller, thread, nameRow, onKey, onFault });
        }}
        ref={frame}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        <div aria-label={text('threadMessages')} aria-live="off" class="thread" ref={list} role="log">
          <div aria-hidden="true" class="thread__space" ref={before} />
          {drawn.map((row, index) => (
            <MessageRow
              draw={draw}
              isGoal={row.key === goalKey.value}
              key={row.key}
              own={ownOf(row)}
              position={start + index + 1}
              row={row}
              shared={shared}
            />
          ))}
          <div aria-hidden="true" class="thread__space" ref={after} />
        </div>
      </div>
      <p aria-live="polite" class="visually-hidden" data-said>
        {said}
      </p>
      {canGoToMark && (
        <button
          class={`pill${isMarkBelow.value ? ' pill--down' : ' pill--up'}`}
          onClick={() => void thread.goToUnread().catch(onFault)}
          type="button"
        >
          <Icon name="down" size={16} />
          {text('threadToUnread')}
        </button>
      )}
      {!isAtEnd.value && (
        <button
          aria-label={unreadCount > 0 ? text('threadJumpNew', unreadCount) : text('threadJump')}
          class="icon-button jump"
          onClick={() => void thread.goToEnd().catch(onFault)}
          title={text('threadJump')}
          type="button"
        >
          <Icon name="down" />
          {unreadCount > 0 && <span class="jump__count">{unreadCount > 99 ? '99+' : unreadCount}</span>}
        </button>
      )}
    </div>
  );
}

/** Whether the page is in view: what comes behind another tab was not seen. */
function useVisibility(): boolean {
  const [isVisible, setVisible] = useState(() => document.visibilityState === 'visible');
  useEffect(() => {
    const update = () => setVisible(document.visibilityState === 'visible');
    update();
    document.addEventListener('visibilitychange', update);
    return () => document.removeEventListener('visibilitychange', update);
  }, []);
  return isVisible;
}

/** Others' messages that came at the end while the thread was open, in words. Pages that were loaded are not news. */
function useNewMessages(
  messages: readonly MessageView[] | undefined,
  say: (message: MessageView) => string,
): string {
  const last = useRef<string>(undefined);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const newest = messages?.at(-1);
    const known = messages?.findIndex(({ messageId }) => messageId === last.current) ?? -1;
    const isFirst = last.current === undefined;
    last.current = newest?.messageId;
    if (messages === undefined || isFirst || known < 0) return;
    const news = messages.slice(known + 1).filter(({ isOwn }) => !isOwn);
    if (news.length > 0) setSaid(news.slice(-3).map(say).join('. '));
  }, [messages]);
  return said;
}
