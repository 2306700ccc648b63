import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ConversationView } from '../../bridge/conversationView.ts';
import { inboxRange, type RowRange, rowHeight } from '../models/inboxRange.ts';
import type { NameOf } from '../models/messageLine.ts';
import { Button } from './Button.tsx';
import { ConversationRow, type MenuPoint } from './ConversationRow.tsx';

export interface ConversationListProps {
  readonly label: string;
  readonly conversations: readonly ConversationView[];
  readonly currentId: string | undefined;
  readonly nowMs: number;
  readonly nameOf: NameOf;
  /** How far it was scrolled when it was drawn last. */
  readonly scrolledPx: number;
  readonly onScrolled: (px: number) => void;
  readonly onOpen: (conversationId: string) => void;
  readonly onMenu?: (conversation: ConversationView, at: MenuPoint) => void;
  /** One thing that each row offers beside it. */
  readonly action?: {
    readonly label: string;
    readonly onSelect: (conversation: ConversationView) => void;
  };
  /** The end is near. */
  readonly onEnd: () => void;
  /** Below the last row. */
  readonly children?: ComponentChildren;
}

const maxKeptRows = 300;

/** Rows that are in view, of as many as there are. Arrow keys go from row to row. */
export function ConversationList(props: ConversationListProps) {
  const { conversations, currentId, nowMs, nameOf, action, onEnd } = props;
  const count = conversations.length;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  // A guess, so that the first frame needs no measure: a popup shows no more.
  const [range, setRange] = useState<RowRange>(() => inboxRange(props.scrolledPx, 600, count));
  const [focusedId, setFocusedId] = useState<string>();
  /** Which row had the focus last, unless it went somewhere else. */
  const left = useRef<{ readonly id: string; readonly at: number } | undefined>(undefined);
  // A row that is handed over unchanged is not drawn again: scrolling draws those that come into view.
  const rows = useRef(new Map<string, { readonly facts: readonly unknown[]; readonly row: VNode }>());
  const latest = useRef(props);
  latest.current = props;

  const look = () => {
    const frame = scroller.current;
    if (frame === null || list.current === null) return;
    const next = inboxRange(frame.scrollTop - list.current.offsetTop, frame.clientHeight, count);
    setRange((last) => (last.from === next.from && last.to === next.to ? last : next));
  };
  useLayoutEffect(() => {
    if (scroller.current !== null && props.scrolledPx > 0) scroller.current.scrollTop = props.scrolledPx;
  }, []);
  useLayoutEffect(look, [count]);
  useEffect(() => {
    if (scroller.current === null) return undefined;
    const observer = new ResizeObserver(look);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [count]);
  useEffect(() => {
    if (range.to >= count - 10) onEnd();
  }, [range.to, count]);

  // What was archived or blocked takes the focus with it: the row that stands in its place gets it.
  useEffect(() => {
    const last = left.current;
    if (last === undefined || document.activeElement !== document.body) return;
    if (conversations.some(({ conversationId }) => conversationId === last.id)) return;
    left.current = undefined;
    if (count > 0) focusRow(Math.min(last.at, count - 1));
  }, [conversations]);

  if (rows.current.size > maxKeptRows) rows.current.clear();

  /** Rows in view, and the one that has the focus: it is not taken away by scrolling. */
  const drawn = conversations.slice(range.from, range.to).map((_, at) => range.from + at);
  const focusedAt =
    focusedId === undefined ? -1 : conversations.findIndex((each) => each.conversationId === focusedId);
  if (focusedAt >= 0 && focusedAt < range.from) drawn.unshift(focusedAt);
  else if (focusedAt >= range.to) drawn.push(focusedAt);

  function focusRow(index: number, tries = 3): void {
    const row = list.current?.querySelector<HTMLElement>(`[data-index="${index}"] .row`);
    if (row) row.focus();
    else if (tries > 0) requestAnimationFrame(() => focusRow(index, tries - 1));
  }

  function rowOf(conversation: ConversationView, at: number): VNode {
    const { conversationId } = conversation;
    const facts = [conversation, at, count, conversationId === currentId, nowMs, nameOf, action?.label];
    const known = rows.current.get(conversationId);
    if (known?.facts.every((fact, index) => fact === facts[index])) return known.row;
    const row = (
      <li
        aria-posinset={at + 1}
        aria-setsize={count}
        class={action === undefined ? undefined : 'rows__pair'}
        data-id={conversationId}
        data-index={at}
        key={conversationId}
        style={{ transform: `translateY(${at * rowHeight}px)` }}
      >
        <ConversationRow
          conversation={conversation}
          isCurrent={conversationId === currentId}
          nameOf={nameOf}
          nowMs={nowMs}
          onMenu={props.onMenu && ((point) => latest.current.onMenu?.(conversation, point))}
          onOpen={() => latest.current.onOpen(conversationId)}
        />
        {action && (
          <Button kind="plain" onClick={() => latest.current.action?.onSelect(conversation)}>
            {action.label}
          </Button>
        )}
      </li>
    );
    rows.current.set(conversationId, { facts, row });
    return row;
  }

  function onKeyDown(event: KeyboardEvent): void {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    if (item === null || scroller.current === null) return;
    const at = Number(item.dataset.index);
    const page = Math.max(1, Math.floor(scroller.current.clientHeight / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: count - 1,
    };
    const wanted = steps[event.key];
    if (wanted === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(count - 1, wanted));
    const top = (list.current?.offsetTop ?? 0) + to * rowHeight;
    const frame = scroller.current;
    if (top < frame.scrollTop) frame.scrollTop = top;
    if (top + rowHeight > frame.scrollTop + frame.clientHeight) {
      frame.scrollTop = top + rowHeight - frame.clientHeight;
    }
    look();
    focusRow(to);
  }

  return (
    <div
      class="scroll"
      onScroll={() => {
        look();
        props.onScrolled(scroller.current?.scrollTop ?? 0);
      }}
      ref={scroller}
    >
      <ul
        aria-label={props.label}
        class="rows rows--long"
        onFocusIn={(event) => {
          const item =
            event.target instanceof Element ? event.target.closest<HTMLElement>('[data-id]') : null;
          const id = item?.dataset.id;
          setFocusedId(id);
          if (id !== undefined) left.current = { id, at: Number(item?.dataset.index) };
        }}
        onFocusOut={(event) => {
          setFocusedId(undefined);
          if (event.relatedTarget !== null) left.current = undefined;
        }}
        onKeyDown={onKeyDown}
        ref={list}
        style={{ height: `${count * rowHeight}px` }}
      >
        {drawn.map((at) => {
          const conversation = conversations[at];
          return conversation === undefined ? null : rowOf(conversation, at);
        })}
      </ul>
      {props.children}
    </div>
  );
}
